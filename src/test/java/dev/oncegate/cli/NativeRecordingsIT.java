package dev.oncegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.testkit.EmbeddedBroker;
import dev.oncegate.testkit.EmbeddedDatabase;
import dev.oncegate.testkit.ServiceProcess;
import dev.oncegate.testkit.TopicReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the native executable takes from Kafka, PostgreSQL and a service of its own kind is what the
 * program takes on the JVM, byte by byte.
 */
@EnabledIfSystemProperty(named = ServiceProcess.NATIVE, matches = ".+")
class NativeRecordingsIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int PROFILES = 300;

  @TempDir private Path directory;

  @Test
  void recordLedgerExportReplayAndExplainAnswerTheSameAndParkedUpdatesAreHandled()
      throws Exception {
    try (var broker = EmbeddedBroker.start();
        var database = EmbeddedDatabase.start()) {
      configure(database);
      Path log = Path.of("target/native-it/recordings.log");
      try (var service =
          ServiceProcess.start(broker, database, Map.of("oncegate.instance", "native"), log)) {
        service.awaitReady(LIMIT);
        send(broker);
        awaitAll(broker);
        List<String> kafka = List.of("--bootstrap-servers", broker.bootstrapServers());
        Path recording = assertSameFile("--out", "record", "--topic", "identified-output", kafka);
        Path ledger =
            assertSameFile(
                "--out",
                "ledger",
                "export",
                "--jdbc-url",
                database.jdbcUrl() + "?user=postgres&password=postgres");
        assertSameFile(
            "--decisions",
            "replay",
            "--config",
            integrations(),
            "--input",
            recording,
            "--from",
            ledger);
        for (String profile : List.of("use-1", "merged-1", "nobody")) {
          assertSameAnswer(
              "explain", "--profile", profile, "--computation", "aud", "--url", service.uri("/"));
        }
        String jdbc = "--jdbc-url=" + database.jdbcUrl() + "?user=postgres&password=postgres";
        CommandRun parked = CommandRun.onNative(directory, words("parked", kafka, "list"));
        assertThat(parked.out()).contains("malformed", "not JSON").endsWith("1 parked\n");
        String id = parked.out().substring(0, parked.out().indexOf(' '));
        assertThat(CommandRun.onNative(directory, words("parked", kafka, "show", id)).out())
            .contains("bytes        7\nno JSON");
        assertThat(
                CommandRun.onNative(directory, words("parked", kafka, jdbc, "discard", id)).out())
            .isEqualTo(id + " is discarded\n");
      }
    }
  }

  /** The file that a command writes, which is the same from both. */
  private Path assertSameFile(String option, Object... call) throws Exception {
    Path here = directory.resolve(call[0] + ".jvm");
    Path there = directory.resolve(call[0] + ".native");
    CommandRun jvm = CommandRun.of(words(List.of(call), option, here));
    CommandRun run = CommandRun.onNative(directory, words(List.of(call), option, there));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(jvm.exitCode()).isZero();
    assertThat(there).isNotEmptyFile().hasSameBinaryContentAs(here);
    return there;
  }

  private void assertSameAnswer(Object... call) throws Exception {
    CommandRun jvm = CommandRun.of(words(call));
    CommandRun run = CommandRun.onNative(directory, words(call));
    assertThat(run).isEqualTo(jvm);
    assertThat(run.out() + run.err()).isNotEmpty();
  }

  private static String[] words(Object... call) {
    return flat(List.of(call)).toArray(String[]::new);
  }

  private static Stream<String> flat(Object words) {
    return words instanceof List<?> several
        ? several.stream().flatMap(NativeRecordingsIT::flat)
        : Stream.of(words.toString());
  }

  private Path integrations() throws IOException {
    return Files.writeString(
        directory.resolve("integrations.json"),
        """
        {"spaces": [{"id": "spa", "tier": "business"}],
         "destinations": [{"id": "dst", "spaceId": "spa", "type": "sendgrid", "name": "e", "dedupesOn": ["email"]}],
         "connections": [{"computationId": "aud", "destinationIds": ["dst"]}]}
        """);
  }

  private static void configure(EmbeddedDatabase database) throws SQLException {
    Flyway.configure().dataSource(database.dataSource()).load().migrate();
    try (var connection = database.dataSource().getConnection();
        var insert = connection.createStatement()) {
      insert.execute("insert into space values ('spa', 'business')");
      insert.execute(
          "insert into destination (id, space_id, type, name, dedupes_on)"
              + " values ('dst', 'spa', 'sendgrid', 'e', '{email}')");
      insert.execute("insert into connection values ('aud')");
      insert.execute("insert into connection_destination values ('aud', 'dst')");
      insert.execute(
          "insert into external_id select 'spa', 'use-' || i, 'email', i || '@x.com', null"
              + " from generate_series(1, %d) i".formatted(PROFILES));
    }
  }

  /** Entries, the same once more, a merge of each into another, and one that nobody can read. */
  private static void send(EmbeddedBroker broker) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      for (int round = 1; round <= 2; round++) {
        for (int i = 1; i <= PROFILES; i++) {
          send(producer, round + "-" + i, "use-" + i, "{\"reason\": \"value_changed\"}");
        }
      }
      for (int i = 1; i <= PROFILES; i++) {
        send(
            producer,
            "3-" + i,
            "use-" + i,
            "{\"reason\": \"profile_merge\", \"mergedProfiles\":"
                + " [{\"profileId\": \"merged-%d\", \"wasMember\": false}]}".formatted(i));
      }
      producer.send(new ProducerRecord<>("compute-output", "use-1", "no JSON")).get();
    }
  }

  private static void send(
      KafkaProducer<String, String> producer, String message, String profile, String trigger)
      throws Exception {
    String update =
        """
        {"messageId": "m-%s", "spaceId": "spa", "profileId": "%s", "value": true,
         "trigger": %s, "computation": {"id": "aud", "key": "k", "name": "n", "type": "audience"},
         "computedAt": "2026-11-22T10:00:00Z"}
        """
            .formatted(message, profile, trigger);
    producer.send(new ProducerRecord<>("compute-output", profile, update)).get();
  }

  private static void awaitAll(EmbeddedBroker broker) throws Exception {
    try (var decisions = new TopicReader(broker, "sync-decisions");
        var parked = new TopicReader(broker, "sync-parked")) {
      decisions.await(3 * PROFILES, LIMIT);
      parked.await(1, LIMIT);
    }
  }
}
