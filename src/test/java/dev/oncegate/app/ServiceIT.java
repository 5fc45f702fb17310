package dev.oncegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.testkit.Await;
import dev.oncegate.testkit.EmbeddedBroker;
import dev.oncegate.testkit.EmbeddedDatabase;
import dev.oncegate.testkit.ServiceProcess;
import dev.oncegate.testkit.TopicReader;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
  private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration FED_EVERY = Duration.ofMillis(5);
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
  void aFanOutOf150000StreamsThroughASmallHeapAndKeepsTheOrderOfItsProfile() throws Exception {
    int ids = 150_000;
    try (var service = ServiceProcess.start(broker, database, Map.of(), log, "-Xmx256m")) {
      service.awaitReady(READY);
      // Both flows make its events, and nobody keeps them.
      set(service, "compare", "100");
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
      Await.until(
          "all three are counted",
          LIMIT,
          () ->
              service
                  .get("/q/metrics")
                  .body()
                  .contains("oncegate_flow_updates_total{flow=\"dedupe\"} 3.0"));
      assertThat(service.get("/api/comparator").body()).contains("\"different\":0", "\"failed\":0");
    }
  }

  @Test
  void afterTheKillSwitchTheLedgerCatchesUpAndNothingIsSentAgain() throws Exception {
    try (var service = ServiceProcess.start(broker, database, Map.of(), log)) {
      service.awaitReady(READY);
      addEmail("use-1");
      set(service, "dedupe", "off");
      sendComputed("m-1", "use-1");
      sendComputed("m-2", "use-1");
      try (var events = new TopicReader(broker, "destination-events")) {
        repeatsNothingAfterTheKillSwitch(service, events);
      }
    }
  }

  private void repeatsNothingAfterTheKillSwitch(ServiceProcess service, TopicReader events)
      throws Exception {
    List<String> legacy = events.awaitTexts(4, LIMIT);
    assertThat(legacy)
        .hasSize(4)
        .allSatisfy(event -> assertThat(event).contains("\"flow\":\"legacy\""));
    assertThat(service.get("/q/metrics").body())
        .contains("oncegate_dedupe_off 1.0", "oncegate_flow_updates_total{flow=\"dedupe\"} 0.0")
        .doesNotContain("oncegate_decisions_total{");

    // Both updates went to one person, to either destination.
    assertThat(service.get("/api/flags/bill?since=1970-01-01T00:00:00Z").body())
        .contains(
            "{\"destinationId\":\"dst_email\",\"heldBack\":" + tally(0, 0, 0),
            "\"sentByLegacy\":" + tally(2, 2, 1) + ",\"repeats\":" + tally(1, 1, 1),
            "\"decisionsNotKept\":0,\"eventsNotKept\":0");

    // No update is between the catch-up and the dedupe flow.
    service.put("/api/gates/default", "{\"value\": \"legacy\", \"reason\": \"catch up\"}");
    set(service, "dedupe", "on");
    addEmail("use-3");
    sendComputed("m-3", "use-3");
    assertThat(events.awaitTexts(6, LIMIT)).hasSize(6);
    service.post("/api/ledger/catch-up?since=1970-01-01T00:00:00Z", "application/json", "");
    addEmail("use-2");
    service.put("/api/gates/default", "{\"value\": \"dedupe\", \"reason\": \"caught up\"}");
    set(service, "compare", "100");
    sendComputed("m-4", "use-1");
    sendComputed("m-5", "use-2");
    List<String> all = events.awaitTexts(9, LIMIT);
    assertThat(all.stream().filter(event -> event.contains("\"flow\":\"dedupe\"")))
        .hasSize(3)
        .filteredOn(event -> event.contains("\"dst_email\":true"))
        .singleElement()
        .satisfies(event -> assertThat(sourceOf(event)).isEqualTo("m-5"));
    // The dedupe flow held back what this person had.
    assertThat(service.get("/api/gates/default/bill?since=1970-01-01T00:00:00Z").body())
        .contains("{\"destinationId\":\"dst_email\",\"heldBack\":" + tally(1, 1, 1));
  }

  private static String tally(int updates, int events, int people) {
    return "{\"updates\":%d,\"events\":%d,\"people\":%d}".formatted(updates, events, people);
  }

  /** Sets a flag, and returns when the service goes by it. */
  private static void set(ServiceProcess service, String flag, String value) throws Exception {
    service.put(
        "/api/flags/" + flag + "?author=ann",
        "{\"value\": \"" + value + "\", \"reason\": \"a test\"}");
    Await.until(
        flag + " is " + value,
        Duration.ofSeconds(10),
        () ->
            service
                .get("/api/flags")
                .body()
                .contains(
                    "\"name\":\"%s\",\"value\":\"%s\",\"inForce\":\"%s\""
                        .formatted(flag, value, value)));
  }

  @Test
  void outagesStallItUntilTheyAreOverAndATermEndsItInTimeAndInPeace() throws Exception {
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
      int said = Files.readAllLines(log).size();
      long from = System.nanoTime();
      service.signal("TERM");
      Await.until("it has ended", LIMIT, () -> !service.isAlive());
      assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(5));
      assertThat(Files.readAllLines(log).stream().skip(said))
          .isNotEmpty()
          .noneMatch(line -> line.contains(" WARN ") || line.contains(" ERROR "));
    }
  }

  @Test
  void startedBeforeItsServersItWaitsForThem() throws Exception {
    broker.pause();
    database.pause();
    try (var service = ServiceProcess.start(broker, database, Map.of(), log)) {
      Await.until("it misses the database", LIMIT, () -> Files.readString(log).contains("refused"));
      database.resume();
      Await.until("it answers", LIMIT, () -> isAnswering(service));
      assertThat(service.get("/q/health/ready").statusCode()).isEqualTo(503);
      broker.resume();
      service.awaitReady(READY);
      addEmails("use-1", 1);
      sendComputed("m-1", "use-11");
      try (var events = new TopicReader(broker, "destination-events")) {
        assertThat(events.await(2, LIMIT)).hasSize(2);
      }
    }
  }

  @Test
  void aRollingRestartOfThreeLosesNothingDoublesNothingAndStallsNoPartition() throws Exception {
    int profiles = 20_000;
    addEmails("use-", profiles);
    var members = new ArrayList<ServiceProcess>();
    var feeding = new AtomicBoolean(true);
    var sent = new ArrayList<String>();
    try (var feeder = Executors.newSingleThreadExecutor()) {
      for (int i = 0; i < 3; i++) {
        members.add(member(i));
      }
      members.forEach(member -> member.awaitReady(READY));
      Future<?> fed =
          feeder.submit(
              () -> {
                while (feeding.get() && sent.size() < profiles) {
                  String message = "m-" + (sent.size() + 1);
                  sendComputed(message, "use-" + (sent.size() + 1));
                  sent.add(message);
                  LockSupport.parkNanos(FED_EVERY.toNanos());
                }
                return null;
              });
      try {
        for (int i = 0; i < 3; i++) {
          members.get(i).close();
          members.set(i, member(i));
          members.get(i).awaitReady(READY);
        }
      } finally {
        feeding.set(false);
      }
      fed.get();
      try (var events = new TopicReader(broker, "destination-events");
          var updates = new TopicReader(broker, "compute-output")) {
        Map<String, Long> fedAt = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> update : updates.await(sent.size(), LIMIT)) {
          fedAt.put(new String(update.key(), StandardCharsets.UTF_8), update.timestamp());
        }
        List<ConsumerRecord<byte[], byte[]>> found = events.await(2 * sent.size(), LIMIT);
        assertThat(found.stream().map(it -> sourceOf(text(it))))
            .containsExactlyInAnyOrderElementsOf(
                sent.stream().flatMap(it -> Stream.of(it, it)).toList());
        long slowest = 0;
        for (ConsumerRecord<byte[], byte[]> event : found) {
          Long from = fedAt.get(new String(event.key(), StandardCharsets.UTF_8));
          slowest = Math.max(slowest, event.timestamp() - Objects.requireNonNull(from));
        }
        assertThat(Duration.ofMillis(slowest)).isLessThan(SESSION_TIMEOUT);
      }
    } finally {
      members.forEach(ServiceProcess::close);
    }
  }

  private ServiceProcess member(int number) {
    return ServiceProcess.start(
        broker, database, Map.of("oncegate.instance", "member-" + number), log, "-Xmx256m");
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
        service.post("/api/parked/" + id + "/retry", "application/json", "");
        // It comes back, for the parked destination alone: the other does not get it twice.
        parked.await(2, LIMIT);
        assertThat(events.all(LIMIT)).hasSize(1);
        assertThat(service.get("/api/parked").body()).doesNotContain("\"id\":\"" + id + "\"");
        assertThat(service.get("/api/parked?all=true").body()).contains("\"by\":\"local\"");
      }
    }
  }

  private static boolean isAnswering(ServiceProcess service) {
    try {
      return service.get("/q/health/live").statusCode() == 200;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(ConsumerRecord<byte[], byte[]> message) {
    return new String(message.value(), StandardCharsets.UTF_8);
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

  /** For profiles with the prefix and a number from 1 on. */
  private void addEmails(String prefix, int count) throws Exception {
    try (var connection = database.dataSource().getConnection();
        var insert = connection.createStatement()) {
      insert.execute(
          "insert into external_id select 'spa', '%s' || i, 'email', i || '@x.com', null from generate_series(1, %d) i"
              .formatted(prefix, count));
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
