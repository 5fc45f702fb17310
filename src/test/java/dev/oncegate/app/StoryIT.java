package dev.oncegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.cli.Oncegate;
import dev.oncegate.testkit.Await;
import dev.oncegate.testkit.EmbeddedBroker;
import dev.oncegate.testkit.EmbeddedDatabase;
import dev.oncegate.testkit.ServiceProcess;
import dev.oncegate.testkit.TopicReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code explain} tells of a life with everything in it. */
class StoryIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Path SHIPPED = Path.of("decision-tables");
  private static final Path LOG = Path.of("target/service-it/story.log");
  private static final String MERGE =
      "{\"reason\": \"profile_merge\", \"mergedProfiles\": ["
          + "{\"profileId\": \"use-1\", \"wasMember\": false},"
          + " {\"profileId\": \"use-2\", \"wasMember\": false}]}";
  private static final String ENTERED = "{\"reason\": \"value_changed\"}";

  @TempDir private Path tables;

  @Test
  void aMergeAKillAndAnotherRulebookAreToldAsTheyWere() throws Exception {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(SHIPPED)) {
      for (Path file : files) {
        Files.copy(file, tables.resolve(file.getFileName()));
      }
    }
    try (var broker = EmbeddedBroker.start();
        var database = EmbeddedDatabase.start();
        var producer =
            new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
      configure(database);
      Map<String, String> settings =
          Map.of("oncegate.tables", tables.toString(), "oncegate.instance", "story");
      String first;
      try (var killed = ServiceProcess.start(broker, database, settings, LOG)) {
        killed.awaitReady(LIMIT);
        first = hashInForce(killed);
        try (var events = new TopicReader(broker, "destination-events")) {
          send(producer, "m-1", "use-1", ENTERED);
          events.await(1, LIMIT);
        }
        killed.kill();
      }
      try (var again = ServiceProcess.start(broker, database, settings, LOG);
          var decisions = new TopicReader(broker, "sync-decisions")) {
        again.awaitReady(LIMIT);
        Files.writeString(
            tables.resolve("safety.yaml"), "\n# second edition\n", StandardOpenOption.APPEND);
        Await.until("it is in force", LIMIT, () -> !hashInForce(again).equals(first));
        send(producer, "m-2", "use-2", MERGE);
        decisions.await(2, LIMIT);
        send(producer, "m-3", "use-1", ENTERED);
        decisions.await(3, LIMIT);
        assertThat(
                told(again)
                    .replace(first, "FIRST")
                    .replace(hashInForce(again), "SECOND")
                    .replaceAll("\\d{4}-\\S+Z {2}\\(decision \\d+:\\d+\\)", "AT")
                    .replaceAll(" at [0-9a-f-]{36} \\d+:\\d+", " at PLACE"))
            .isEqualTo(
                """
                use-2 in aud of space spa
                one with use-1

                rulebook FIRST

                m-1  use-1  AT
                  dst: SEND entered to email a@x.com, route default
                    by dedupe.drl.xlsx!Dedupe!17: The profile entered, or its trait changed
                    since destinationType=sendgrid space=spa tier=business
                    nearly dedupe.drl.xlsx!Dedupe!16, which says DROP already_sent
                      but alreadySent is no, not yes (dedupe.drl.xlsx!Dedupe!H16)

                from here on rulebook SECOND

                m-2  use-2  AT
                  dst: DROP already_sent
                    by dedupe.drl.xlsx!Dedupe!16: The destination has this message for this profile already
                    since trigger=profile_merge alreadySent=yes destinationType=sendgrid space=spa tier=business
                    nearly dedupe.drl.xlsx!Dedupe!15, which says DROP no_relevant_id
                      but relevantId is yes, not no (dedupe.drl.xlsx!Dedupe!G15)

                m-3  use-2  AT
                  dst: DROP already_sent
                    by dedupe.drl.xlsx!Dedupe!16: The destination has this message for this profile already
                    since alreadySent=yes destinationType=sendgrid space=spa tier=business
                    nearly dedupe.drl.xlsx!Dedupe!15, which says DROP no_relevant_id
                      but relevantId is yes, not no (dedupe.drl.xlsx!Dedupe!G15)

                the ledger in the end
                  dst: sent, computed at 2026-11-22T10:00:00.000Z; written by m-1 of use-1 at PLACE
                """);
      }
    }
  }

  private static String told(ServiceProcess service) {
    var out = new StringWriter();
    int exitCode =
        Oncegate.commandLine()
            .setOut(new PrintWriter(out))
            .execute(
                "explain",
                "--profile",
                "use-2",
                "--computation",
                "aud",
                "--url",
                service.uri("/").toString());
    assertThat(exitCode).isZero();
    return out.toString();
  }

  private static String hashInForce(ServiceProcess service)
      throws IOException, InterruptedException {
    String body = service.get("/api/rulebooks/in-force").body();
    return body.replaceAll("(?s).*\"hash\":\"([0-9a-f]+)\".*", "$1");
  }

  private static void configure(EmbeddedDatabase database) throws Exception {
    Flyway.configure().dataSource(database.dataSource()).load().migrate();
    try (var connection = database.dataSource().getConnection();
        var insert = connection.createStatement()) {
      insert.execute("insert into space values ('spa', 'business')");
      insert.execute(
          "insert into destination (id, space_id, type, name, dedupes_on) values"
              + " ('dst', 'spa', 'sendgrid', 'e', '{email}')");
      insert.execute("insert into connection values ('aud')");
      insert.execute("insert into connection_destination values ('aud', 'dst')");
      insert.execute("insert into external_id values ('spa', 'use-1', 'email', 'a@x.com', null)");
    }
  }

  private static void send(
      KafkaProducer<String, String> producer, String message, String profile, String trigger)
      throws Exception {
    producer
        .send(
            new ProducerRecord<>(
                "compute-output",
                profile,
                """
                {"messageId": "%s", "spaceId": "spa", "profileId": "%s", "value": true,
                 "trigger": %s, "computedAt": "2026-11-22T10:00:00Z",
                 "computation": {"id": "aud", "key": "k", "name": "n", "type": "audience"}}"""
                    .formatted(message, profile, trigger)))
        .get();
  }
}
