package dev.oncegate.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.codec.EventWriter;
import dev.oncegate.codec.IntegrationsFile;
import dev.oncegate.codec.Parsed;
import dev.oncegate.codec.UpdateReader;
import dev.oncegate.replay.Replay;
import dev.oncegate.rules.CompiledRulebook;
import dev.oncegate.rules.LoadResult;
import dev.oncegate.rules.RulebookFiles;
import dev.oncegate.rules.RulebookLoader;
import dev.oncegate.testkit.Await;
import dev.oncegate.testkit.EmbeddedBroker;
import dev.oncegate.testkit.EmbeddedDatabase;
import dev.oncegate.testkit.TopicReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers make the very events that Oncegate makes of the same updates, each profile's in order. */
class PeersIT {
  private static final int UPDATES = 5_000;
  private static final Duration PUBLISHED_WITHIN = Duration.ofMinutes(2);
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(30);
  private static final CompiledRulebook RULEBOOK =
      ((LoadResult.Accepted) RulebookLoader.load(RulebookFiles.shipped())).rulebook();

  private static EmbeddedBroker broker;
  private static EmbeddedDatabase database;
  private static List<OddUpdates.Update> updates;

  @TempDir private Path directory;

  @BeforeAll
  static void updatesAreOnATopic() throws ExecutionException, InterruptedException {
    broker = EmbeddedBroker.start();
    database = EmbeddedDatabase.start();
    // Peers know nothing of parking.
    updates = new OddUpdates(1).take(UPDATES).stream().filter(PeersIT::isValid).toList();
    makeTopic("updates");
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      for (OddUpdates.Update update : updates) {
        var _ = producer.send(new ProducerRecord<>("updates", update.profileId(), update.json()));
      }
    }
  }

  @AfterAll
  static void serversEnd() {
    database.close();
    broker.close();
  }

  @Test
  void whatIsWrittenByHandMakesTheEventsThatOncegateMakes() throws Exception {
    assertThat(eventsOf(ByHand.class, "by-hand", List.of())).isEqualTo(eventsOfOncegate());
  }

  @Test
  void theNaiveServiceMakesTheEventsThatOncegateMakes() throws Exception {
    var databaseOptions =
        List.of(
            "--jdbc", database.jdbcUrl(),
            "--user", EmbeddedDatabase.USER,
            "--password", EmbeddedDatabase.PASSWORD);
    assertThat(eventsOf(Naive.class, "naive", databaseOptions)).isEqualTo(eventsOfOncegate());
  }

  private static boolean isValid(OddUpdates.Update update) {
    return parsed(update) instanceof Parsed.Valid;
  }

  private static Parsed parsed(OddUpdates.Update update) {
    return UpdateReader.identified(update.json().getBytes(StandardCharsets.UTF_8));
  }

  /** By profile. */
  private Map<String, List<String>> eventsOfOncegate() throws IOException {
    var replay = new Replay(IntegrationsFile.read(integrations()), RULEBOOK);
    Map<String, List<String>> events = new TreeMap<>();
    for (OddUpdates.Update update : updates) {
      replay
          .step(((Parsed.Valid) parsed(update)).update())
          .forEachEvent(
              event ->
                  events
                      .computeIfAbsent(event.update().profileId(), it -> new ArrayList<>())
                      .add(new String(EventWriter.write(event), StandardCharsets.UTF_8)));
    }
    return events;
  }

  /** By key. */
  private Map<String, List<String>> eventsOf(
      Class<?> peer, String name, List<String> furtherOptions) throws Exception {
    makeTopic(name + "-events");
    var command = new ArrayList<String>();
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-cp",
            System.getProperty("java.class.path"),
            peer.getName()));
    command.addAll(
        List.of(
            "--bootstrap",
            broker.bootstrapServers(),
            "--input",
            "updates",
            "--output",
            name + "-events",
            "--name",
            name,
            "--integrations",
            integrations().toString(),
            "--state",
            directory.resolve("state").toString(),
            "--lanes",
            "2",
            "--rulebook",
            RULEBOOK.hash()));
    command.addAll(furtherOptions);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out = process.inputReader();
        var reader = new TopicReader(broker, name + "-events")) {
      assertThat(out.readLine()).isEqualTo("ready");
      Await.until(
          name + " is through",
          PUBLISHED_WITHIN,
          () -> !process.isAlive() || committed(name) == updates.size());
      process.destroy();
      assertThat(process.waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)).isTrue();
      Map<String, List<String>> events = new TreeMap<>();
      for (ConsumerRecord<byte[], byte[]> event : reader.all(PUBLISHED_WITHIN)) {
        assertThat(event.headers()).isEmpty();
        events
            .computeIfAbsent(
                new String(event.key(), StandardCharsets.UTF_8), it -> new ArrayList<>())
            .add(new String(event.value(), StandardCharsets.UTF_8));
      }
      return events;
    } finally {
      process.destroyForcibly();
    }
  }

  private static long committed(String group) throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      return admin
          .listConsumerGroupOffsets(group)
          .partitionsToOffsetAndMetadata()
          .get()
          .values()
          .stream()
          .filter(Objects::nonNull)
          .mapToLong(OffsetAndMetadata::offset)
          .sum();
    }
  }

  private Path integrations() throws IOException {
    return Files.writeString(directory.resolve("integrations.json"), OddUpdates.INTEGRATIONS);
  }

  private static void makeTopic(String topic) throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin
          .createTopics(List.of(new NewTopic(topic, Optional.of(4), Optional.empty())))
          .all()
          .get();
    }
  }
}
