package dev.oncegate.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.testkit.Await;
import dev.oncegate.testkit.EmbeddedBroker;
import dev.oncegate.testkit.EmbeddedDatabase;
import dev.oncegate.testkit.ServiceProcess;
import dev.oncegate.testkit.TopicReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The packaged program in processes of its own, on a real broker and a real database. */
class ServiceIT {
  private static final Duration READY = Duration.ofMinutes(3);
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Pattern SOURCE = Pattern.compile("\"sourceMessageId\":\"([^\"]*)\"");

  private EmbeddedBroker broker;
  private EmbeddedDatabase database;
  private KafkaProducer<String, String> producer;
  private Path log;

  @BeforeEach
  void startServers(TestInfo test) throws SQLException {
    log = Path.of("target/service-it", test.getTestMethod().orElseThrow().getName() + ".log");
    broker = EmbeddedBroker.start();
    database = EmbeddedDatabase.start();
    configure();
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "max.request.size",
                32 * 1024 * 1024),
            new StringSerializer(),
            new StringSerializer());
  }

  @AfterEach
  void stopServers() {
    producer.close();
    broker.close();
    database.close();
  }

  @Test
  void killedAtEachNamedPointItSendsEverythingOnce() throws Exception {
    var sent = new ArrayList<String>();
    for (String point : List.of("before-ledger-commit", "between-commits", "inside-kafka-commit")) {
      Map<String, String> settings =
          Map.of(
              "oncegate.stages", "sync",
              "oncegate.instance", "crashing",
              "oncegate.batch.records", "50",
              "oncegate.crash-at", point + ":3",
              "quarkus.profile", "crash-test");
      // Sent before it starts: it may well end before it has said that it is ready.
      for (int i = 0; i < 400; i++) {
        String message = point + "-" + i;
        sendIdentified(message, "use-" + message, "{\"type\":\"email\",\"id\":\"a@x.com\"}");
        sent.add(message);
      }
      try (var service = ServiceProcess.start(broker, database, settings, log)) {
        Await.until("it has ended itself", LIMIT, () -> !service.isAlive());
      }
    }
    Map<String, String> settings =
        Map.of("oncegate.stages", "sync", "oncegate.instance", "crashing");
    try (var service = ServiceProcess.start(broker, database, settings, log);
        var decisions = new TopicReader(broker, "sync-decisions");
        var events = new TopicReader(broker, "destination-events")) {
      service.awaitReady(READY);
      decisions.await(2 * sent.size(), LIMIT);
      var deduped = new ArrayList<String>();
      var all = new ArrayList<String>();
      for (ConsumerRecord<byte[], byte[]> event : events.all(LIMIT)) {
        String text = new String(event.value(), StandardCharsets.UTF_8);
        if (text.contains("\"dst_email\":true")) {
          deduped.add(sourceOf(text));
        }
        if (text.contains("\"dst_all\":true")) {
          all.add(sourceOf(text));
        }
      }
      assertThat(deduped).containsExactlyInAnyOrderElementsOf(sent);
      assertThat(all).containsExactlyInAnyOrderElementsOf(sent);
    }
  }

  @Test
  void aFanOutOf150000StreamsThroughASmallHeapAndKeepsTheOrderOfItsProfile() throws Exception {
    int ids = 150_000;
    try (var service = ServiceProcess.start(broker, database, Map.of(), log, "-Xmx256m")) {
      service.awaitReady(READY);
      try (var connection = database.dataSource().getConnection();
          var insert = connection.createStatement()) {
        insert.execute(
            "insert into external_id select 'spa', 'use-big', 'email', 'address-' || i ||"
                + " '@example.com', '2026-01-01T00:00:00Z' from generate_series(1, "
                + ids
                + ") i");
      }
      sendComputed("big-1", "use-big");
      sendComputed("big-2", "use-big");
      sendComputed("small", "use-small");
      try (var events = new TopicReader(broker, "destination-events")) {
        // Both updates go to every id at the one destination, the first also to the deduped one.
        List<ConsumerRecord<byte[], byte[]>> found = events.await(2 * ids + 1, LIMIT);
        assertThat(found).hasSize(2 * ids + 1);
        Map<String, Integer> changes = new HashMap<>();
        String last = "";
        for (ConsumerRecord<byte[], byte[]> event : found) {
          String source = sourceOf(new String(event.value(), StandardCharsets.UTF_8));
          if (!source.equals(last)) {
            changes.merge(source, 1, Integer::sum);
            last = source;
          }
        }
        assertThat(changes).containsOnlyKeys("big-1", "big-2").containsEntry("big-2", 1);
      }
    }
  }

  @Test
  void outagesStallItUntilTheyAreOverAndATermEndsItInTime() throws Exception {
    try (var service = ServiceProcess.start(broker, database, Map.of(), log)) {
      service.awaitReady(READY);
      addEmail("use-1");
      sendComputed("m-1", "use-1");
      try (var events = new TopicReader(broker, "destination-events")) {
        events.await(2, LIMIT);
        database.pause();
        sendComputed("m-2", "use-1");
        Await.until("readiness says that a lane stalls", LIMIT, () -> isStalled(service));
        assertThat(service.get("/q/health/live").statusCode()).isEqualTo(200);
        database.resume();
        events.await(3, LIMIT);
        service.awaitReady(READY);

        broker.pause();
        Await.until(
            "readiness says that Kafka is away",
            LIMIT,
            () -> service.get("/q/health/ready").statusCode() == 503);
        broker.resume();
        sendComputed("m-3", "use-1");
        assertThat(events.awaitTexts(4, LIMIT).stream().map(ServiceIT::sourceOf))
            .containsExactlyInAnyOrder("m-1", "m-1", "m-2", "m-3");
      }
      long from = System.nanoTime();
      service.signal("TERM");
      Await.until("it has ended", LIMIT, () -> !service.isAlive());
      assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void whatIsParkedCanBeSeenAndSentBackOnce() throws Exception {
    try (var service = ServiceProcess.start(broker, database, Map.of(), log)) {
      service.awaitReady(READY);
      addEmail("use-1");
      String update = update("m-1", "use-1").replace("value_changed", "full_moon");
      producer.send(new ProducerRecord<>("compute-output", "use-1", update)).get();
      try (var parked = new TopicReader(broker, "sync-parked");
          var events = new TopicReader(broker, "destination-events")) {
        ConsumerRecord<byte[], byte[]> first = parked.await(1, LIMIT).get(0);
        events.await(1, LIMIT);
        String id = first.partition() + ":" + first.offset();
        assertThat(service.get("/api/parked").body())
            .contains("\"id\":\"" + id + "\"", "unknown_trigger", "dst_email");
        assertThat(service.get("/api/parked/" + id).body()).contains("full_moon");
        service.post("/api/parked/" + id + "/retry?by=ann", "application/json", "");
        // It comes back, for the parked destination alone: the other does not get it twice.
        parked.await(2, LIMIT);
        assertThat(events.all(LIMIT)).hasSize(1);
        assertThat(service.get("/api/parked").body()).doesNotContain("\"id\":\"" + id + "\"");
        assertThat(service.get("/api/parked?all=true").body()).contains("\"by\":\"ann\"");
      }
    }
  }

  private static boolean isStalled(ServiceProcess service) throws Exception {
    HttpResponse<String> ready = service.get("/q/health/ready");
    return ready.statusCode() == 503 && ready.body().contains("stalled: ");
  }

  /** Before the program starts, so that no test needs to wait until it is in force. */
  private void configure() throws SQLException {
    Flyway.configure().dataSource(database.dataSource()).load().migrate();
    try (var connection = database.dataSource().getConnection();
        var insert = connection.createStatement()) {
      insert.execute("insert into space values ('spa', 'business')");
      insert.execute(
          "insert into destination (id, space_id, type, name, dedupes_on, ids_per_event) values"
              + " ('dst_email', 'spa', 'sendgrid', 'e', '{email}', 'all'),"
              + " ('dst_all', 'spa', 'webhook', 'w', '{}', 'one')");
      insert.execute("insert into connection values ('aud')");
      insert.execute(
          "insert into connection_destination values ('aud', 'dst_email'), ('aud', 'dst_all')");
    }
  }

  private void addEmail(String profile) throws Exception {
    try (var connection = database.dataSource().getConnection();
        var insert = connection.createStatement()) {
      insert.execute(
          "insert into external_id values ('spa', '" + profile + "', 'email', 'a@x.com', null)");
    }
  }

  private void sendComputed(String message, String profile) throws Exception {
    producer.send(new ProducerRecord<>("compute-output", profile, update(message, profile))).get();
  }

  private void sendIdentified(String message, String profile, String ids) throws Exception {
    String update = update(message, profile).replaceFirst("\\{", "{\"externalIds\":[" + ids + "],");
    producer.send(new ProducerRecord<>("identified-output", profile, update)).get();
  }

  private static String update(String message, String profile) {
    return """
        {"messageId": "%s", "spaceId": "spa", "profileId": "%s", "value": true,
         "trigger": {"reason": "value_changed"},
         "computation": {"id": "aud", "key": "k", "name": "n", "type": "audience"},
         "computedAt": "2026-11-22T10:00:00Z"}"""
        .formatted(message, profile);
  }

  private static String sourceOf(String event) {
    Matcher matcher = SOURCE.matcher(event);
    return matcher.find() ? matcher.group(1) : "";
  }
}
