package dev.oncegate.bench;

import dev.oncegate.testkit.EmbeddedBroker;
import dev.oncegate.testkit.EmbeddedDatabase;
import dev.oncegate.testkit.ServiceProcess;
import dev.oncegate.testkit.TopicReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.flywaydb.core.Flyway;

/**
 * Measures the program, on the JVM or as the native executable that {@code -Doncegate.native}
 * names: how soon it is ready, what it needs, how much it does. docs/native.md has the figures.
 */
final class NativeComparison {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final int UPDATES = 100_000;
  private static final int FAN_OUT = 150_000;
  private static final Path LOG = Path.of("target/native-comparison.log");

  private NativeComparison() {}

  public static void main(String[] options) throws Exception {
    try (var broker = EmbeddedBroker.start();
        var database = EmbeddedDatabase.start()) {
      configure(database);
      StartComparison.measure(broker, database, options);
      try (var service = start(broker, database, options);
          var events = new TopicReader(broker, "destination-events")) {
        for (int round = 1; round <= 3; round++) {
          long from = System.nanoTime();
          send(broker, round);
          events.await(round * UPDATES, LIMIT);
          double seconds = (System.nanoTime() - from) / 1e9;
          System.out.printf(
              "round %d: %,.0f updates a second through both stages, %s%n",
              round, UPDATES / seconds, rss(service));
        }
      }
      try (var service = start(broker, database, options);
          var events = new TopicReader(broker, "destination-events")) {
        long before = service.memory("VmRSS");
        long from = System.nanoTime();
        produce(broker, "big", "m-big");
        events.await(3 * UPDATES + FAN_OUT, LIMIT);
        System.out.printf(
            "fan-out of %,d: %.1f s, %d MB more at most%n",
            FAN_OUT, (System.nanoTime() - from) / 1e9, (service.memory("VmHWM") - before) >> 20);
      }
    }
  }

  private static ServiceProcess start(
      EmbeddedBroker broker, EmbeddedDatabase database, String... options) {
    ServiceProcess service =
        ServiceProcess.start(
            broker, database, Map.of("oncegate.instance", "measured"), LOG, options);
    service.awaitReady(LIMIT);
    return service;
  }

  private static String rss(ServiceProcess service) throws Exception {
    return "%d MB (at most %d MB)"
        .formatted(service.memory("VmRSS") >> 20, service.memory("VmHWM") >> 20);
  }

  private static void send(EmbeddedBroker broker, int round) {
    try (var producer = producer(broker)) {
      for (int i = 1; i <= UPDATES; i++) {
        Future<RecordMetadata> _ =
            producer.send(update("use-" + i, "m-" + round + "-" + i, "aud_" + round));
      }
    }
  }

  private static void produce(EmbeddedBroker broker, String profile, String message) {
    try (var producer = producer(broker)) {
      Future<RecordMetadata> _ = producer.send(update(profile, message, "aud_big"));
    }
  }

  private static KafkaProducer<String, String> producer(EmbeddedBroker broker) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", "5"),
        new StringSerializer(),
        new StringSerializer());
  }

  private static ProducerRecord<String, String> update(
      String profile, String message, String computation) {
    String value =
        """
        {"messageId": "%s", "spaceId": "spa", "profileId": "%s", "value": true,
         "trigger": {"reason": "value_changed"},
         "computation": {"id": "%s", "key": "k", "name": "n", "type": "audience"},
         "computedAt": "2026-11-22T10:00:00Z"}\
        """
            .formatted(message, profile, computation);
    return new ProducerRecord<>("compute-output", profile, value);
  }

  /** One deduped destination for the rounds, one that wants each id by itself for the fan-out. */
  private static void configure(EmbeddedDatabase database) throws Exception {
    Flyway.configure().dataSource(database.dataSource()).load().migrate();
    try (var connection = database.dataSource().getConnection();
        var insert = connection.createStatement()) {
      insert.execute("insert into space values ('spa', 'business')");
      insert.execute(
          "insert into destination (id, space_id, type, name, dedupes_on, ids_per_event) values"
              + " ('dst_email', 'spa', 'sendgrid', 'e', '{email}', 'all'),"
              + " ('dst_all', 'spa', 'webhook', 'w', '{}', 'one')");
      insert.execute("insert into connection values ('aud_1'), ('aud_2'), ('aud_3'), ('aud_big')");
      insert.execute(
          "insert into connection_destination values ('aud_1', 'dst_email'),"
              + " ('aud_2', 'dst_email'), ('aud_3', 'dst_email'), ('aud_big', 'dst_all')");
      insert.execute(
          "insert into external_id select 'spa', 'use-' || i, 'email', i || '@x.com', null"
              + " from generate_series(1, %d) i".formatted(UPDATES));
      insert.execute(
          "insert into external_id select 'spa', 'big', 'email', 'big-' || i || '@x.com', null"
              + " from generate_series(1, %d) i".formatted(FAN_OUT));
    }
  }
}
