package dev.oncegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oncegate.testkit.Await;
import dev.oncegate.testkit.EmbeddedBroker;
import dev.oncegate.testkit.EmbeddedDatabase;
import dev.oncegate.testkit.ServiceProcess;
import dev.oncegate.testkit.TopicReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
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

/** The kill switch, gates and a candidate, on the real program while updates flow. */
class RolloutServiceIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Duration IN_FORCE_WITHIN = Duration.ofSeconds(2);
  private static final Duration FED_EVERY = Duration.ofMillis(5);
  private static final int PROFILES = 200;

  private EmbeddedBroker broker;
  private EmbeddedDatabase database;
  private KafkaProducer<String, String> producer;
  private Path log;

  @BeforeEach
  void startServers(TestInfo test) throws SQLException {
    log = Path.of("target/service-it", test.getTestMethod().orElseThrow().getName() + ".log");
    broker = EmbeddedBroker.start();
    database = EmbeddedDatabase.start();
    Flyway.configure().dataSource(database.dataSource()).load().migrate();
    try (var connection = database.dataSource().getConnection();
        var insert = connection.createStatement()) {
      insert.execute("insert into space values ('spa', 'business')");
      insert.execute(
          "insert into destination (id, space_id, type, name, dedupes_on) values"
              + " ('dst_email', 'spa', 'sendgrid', 'e', '{email}'),"
              + " ('dst_all', 'spa', 'webhook', 'w', '{}')");
      insert.execute("insert into connection values ('aud')");
      insert.execute(
          "insert into connection_destination values ('aud', 'dst_email'), ('aud', 'dst_all')");
      insert.execute(
          "insert into external_id select 'spa', 'use-' || i, 'email', i || '@x.com', null"
              + " from generate_series(0, 29999) i");
    }
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
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
  void theKillSwitchIsInForceOnThreeInstancesUnderLoadWithinTwoSeconds() throws Exception {
    var members = new ArrayList<ServiceProcess>();
    var feeding = new AtomicBoolean(true);
    var fed = new AtomicInteger();
    try (var feeder = Executors.newSingleThreadExecutor()) {
      for (int i = 0; i < 3; i++) {
        // One lane for four partitions on each, so that each has work.
        members.add(
            ServiceProcess.start(
                broker, database, Map.of("oncegate.lanes.sync", "1"), log, "-Xmx256m"));
      }
      members.forEach(member -> member.awaitReady(LIMIT));
      Future<?> feed =
          feeder.submit(
              () -> {
                while (feeding.get()) {
                  send("m-" + fed.get(), "use-" + fed.get());
                  fed.incrementAndGet();
                  LockSupport.parkNanos(FED_EVERY.toNanos());
                }
                return null;
              });
      long thrownAt;
      try {
        awaitOnEach(members, "dedupe");
        thrownAt = System.currentTimeMillis();
        set(members.getFirst(), "/api/flags/dedupe", "off");
        awaitOnEach(members, "legacy");
      } finally {
        feeding.set(false);
      }
      feed.get();
      try (var events = new TopicReader(broker, "destination-events");
          var decisions = new TopicReader(broker, "sync-decisions")) {
        Map<String, Set<String>> flows = new HashMap<>();
        Map<String, Integer> toAll = new HashMap<>();
        Await.until(
            "every update is sent",
            LIMIT,
            () -> {
              flows.clear();
              toAll.clear();
              for (ConsumerRecord<byte[], byte[]> record : events.all(LIMIT)) {
                SentEvent event = SentEvent.of(record);
                flows.computeIfAbsent(event.message(), _ -> new HashSet<>()).add(event.flow());
                toAll.merge(event.message(), event.isTo("dst_all") ? 1 : 0, Integer::sum);
              }
              return flows.size() == fed.get();
            });
        assertThat(flows.values()).as("none by both flows").allMatch(it -> it.size() == 1);
        assertThat(toAll.values()).as("once to who does not dedupe").allMatch(it -> it == 1);
        long last = 0;
        for (ConsumerRecord<byte[], byte[]> decision : decisions.all(LIMIT)) {
          last = Math.max(last, decision.timestamp());
        }
        assertThat(Duration.ofMillis(last - thrownAt)).isLessThan(IN_FORCE_WITHIN);
      }
    } finally {
      feeding.set(false);
      members.forEach(ServiceProcess::close);
    }
  }

  /** Until each instance has decided some more updates by a flow than it had. */
  private static void awaitOnEach(List<ServiceProcess> members, String flow) throws Exception {
    for (ServiceProcess member : members) {
      double before = updates(member, flow);
      Await.until(
          "each decides by the " + flow + " flow",
          LIMIT,
          () -> updates(member, flow) > before + 50);
    }
  }

  private static double updates(ServiceProcess member, String flow) throws Exception {
    Matcher metric =
        Pattern.compile("oncegate_flow_updates_total\\{flow=\"" + flow + "\".*?} ([0-9.E]+)")
            .matcher(member.get("/q/metrics").body());
    return metric.find() ? Double.parseDouble(metric.group(1)) : 0;
  }

  @Test
  void aGateOfATierMovesProfilesOneWayAndRepeatsNothing() throws Exception {
    try (var service = ServiceProcess.start(broker, database, Map.of(), log)) {
      service.awaitReady(LIMIT);
      try (var events = new TopicReader(broker, "destination-events")) {
        movesProfilesOneWayAndRepeatsNothing(service, events);
      }
    }
  }

  private void movesProfilesOneWayAndRepeatsNothing(ServiceProcess service, TopicReader events)
      throws Exception {
    int round = 0;
    for (String value : List.of("0", "10", "50", "100", "0", "10", "50", "100")) {
      set(service, "/api/gates/tier/business", value);
      boolean isExtreme = value.equals("0") || value.equals("100");
      String wanted = value.equals("0") ? "legacy" : "dedupe";
      int of;
      do {
        of = round++;
        for (int i = 0; i < PROFILES; i++) {
          send("r" + of + "-" + i, "use-" + i);
        }
      } while (flowsOf(of, events).getOrDefault(wanted, 0) < (isExtreme ? PROFILES : 1));
    }
    Map<String, List<String>> flows = new HashMap<>();
    Set<String> had = new HashSet<>();
    for (ConsumerRecord<byte[], byte[]> record : events.all(LIMIT)) {
      SentEvent event = SentEvent.of(record);
      List<String> ofProfile = flows.computeIfAbsent(event.profile(), _ -> new ArrayList<>());
      if (ofProfile.isEmpty() || !ofProfile.getLast().equals(event.flow())) {
        ofProfile.add(event.flow());
      }
      if (event.isTo("dst_email") && !had.add(event.profile())) {
        assertThat(event.flow()).as("%s had it", event.profile()).isEqualTo("legacy");
      }
    }
    assertThat(had).hasSize(PROFILES);
    // Up, down and up again, and nowhere back in between.
    assertThat(flows.values())
        .allSatisfy(it -> assertThat(it).containsExactly("legacy", "dedupe", "legacy", "dedupe"));
  }

  /** How many updates of a round each flow decided, once all are. */
  private static Map<String, Integer> flowsOf(int round, TopicReader events) {
    Map<String, Integer> flows = new HashMap<>();
    Await.until(
        "round " + round + " is decided",
        LIMIT,
        () -> {
          flows.clear();
          for (ConsumerRecord<byte[], byte[]> record : events.all(LIMIT)) {
            SentEvent event = SentEvent.of(record);
            if (event.message().startsWith("r" + round + "-") && event.isTo("dst_all")) {
              flows.merge(event.flow(), 1, Integer::sum);
            }
          }
          return flows.values().stream().mapToInt(Integer::intValue).sum() == PROFILES;
        });
    return flows;
  }

  @Test
  void aCandidateIsComparedAndPromoted() throws Exception {
    Map<String, String> tables = Map.of("oncegate.tables", "decision-tables");
    try (var service = ServiceProcess.start(broker, database, tables, log)) {
      service.awaitReady(LIMIT);
      String hash = json(service, "/api/rulebooks/in-force").path("hash").asText();
      Await.until(
          "the directory's version is kept",
          LIMIT,
          () -> service.get("/api/rulebooks/" + hash).statusCode() == 200);
      set(service, "/api/flags/candidate", "100");
      service.post(
          "/api/candidate/start?author=ann",
          "application/json",
          "{\"hash\": \"%s\", \"compared\": 4, \"hours\": 0, \"reason\": \"a test\"}"
              .formatted(hash));
      var sent = new AtomicInteger();
      Await.until(
          "the candidate decides",
          LIMIT,
          () -> {
            send("m-" + sent.get(), "use-" + sent.getAndIncrement());
            return json(service, "/api/candidate").path("compared").asLong() >= 4;
          });
      service.post("/api/candidate/promote?reason=same", "application/json", "");
      JsonNode candidate = json(service, "/api/candidate");
      assertThat(candidate.path("state").asText()).isEqualTo("promoted");
      assertThat(candidate.path("different").asLong()).isZero();
      Await.until(
          "it is in force",
          LIMIT,
          () ->
              json(service, "/api/rulebooks/in-force").path("source").asText().equals("uploaded"));
    }
  }

  private static JsonNode json(ServiceProcess service, String path) throws Exception {
    return JSON.readTree(service.get(path).body());
  }

  private static void set(ServiceProcess service, String path, String value) throws Exception {
    service.put(path + "?author=ann", "{\"value\": \"" + value + "\", \"reason\": \"a test\"}");
  }

  private void send(String message, String profile) throws Exception {
    String update =
        """
        {"messageId": "%s", "spaceId": "spa", "profileId": "%s", "value": true,
         "trigger": {"reason": "value_changed"},
         "computation": {"id": "aud", "key": "k", "name": "n", "type": "audience"},
         "computedAt": "2026-11-22T10:00:00Z"}"""
            .formatted(message, profile);
    producer.send(new ProducerRecord<>("compute-output", profile, update)).get();
  }

  /** An event, as far as these tests look at it. */
  private record SentEvent(String json, String profile, String message, String flow) {
    private static final Pattern SOURCE = Pattern.compile("\"sourceMessageId\":\"([^\"]*)\"");

    static SentEvent of(ConsumerRecord<byte[], byte[]> record) {
      String json = new String(record.value(), StandardCharsets.UTF_8);
      Matcher source = SOURCE.matcher(json);
      assertThat(source.find()).isTrue();
      return new SentEvent(
          json,
          new String(record.key(), StandardCharsets.UTF_8),
          source.group(1),
          json.contains("\"flow\":\"legacy\"") ? "legacy" : "dedupe");
    }

    boolean isTo(String destination) {
      return json.contains("\"" + destination + "\":true");
    }
  }
}
