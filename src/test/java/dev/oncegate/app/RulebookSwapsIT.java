package dev.oncegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.rules.RulebookFiles;
import dev.oncegate.rules.Tables;
import dev.oncegate.testkit.Await;
import dev.oncegate.testkit.EmbeddedBroker;
import dev.oncegate.testkit.EmbeddedDatabase;
import dev.oncegate.testkit.ServiceProcess;
import dev.oncegate.testkit.TopicReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program while its tables change: on a real broker and a real database. */
@NullUnmarked
class RulebookSwapsIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int SWAPS = 200;
  private static final int WARM_AFTER = 20;

  // What a process does in a minute besides swapping: metrics, pools, statistics of its lanes.
  private static final long NOISE_BYTES = 8 << 20;

  private static final Pattern SOURCE = Pattern.compile("\"sourceMessageId\":\"([^\"]*)\"");
  private static final Pattern RULEBOOK = Pattern.compile("\"rulebook\":\"([^\"]*)\"");
  private static final Pattern HASH_IN_FORCE = Pattern.compile("\"hash\":\"([^\"]*)\"");
  private static final Pattern STATE = Pattern.compile("\"state\":\"([^\"]*)\"");
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+(\\d+)\\s+(\\d+)");

  @TempDir Path tables;
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
  void twoHundredSwapsUnderLoadLoseNothingSendNothingTwiceAndLeaveNothingBehind() throws Exception {
    Set<String> good = new HashSet<>();
    good.add(writeGood(0));
    var sent = new AtomicInteger();
    try (var service = start()) {
      service.awaitReady(LIMIT);
      Thread load = Thread.ofVirtual().start(() -> sendUntilInterrupted(sent));
      Histogram warm = Histogram.EMPTY;
      for (int swap = 1; swap <= SWAPS; swap++) {
        if (swap % 2 == 0) {
          String hash = writeGood(swap);
          good.add(hash);
          awaitInForce(service, hash, "ok");
        } else {
          String before = in(HASH_IN_FORCE, inForce(service));
          writeBad(swap);
          awaitInForce(service, before, "degraded");
        }
        if (swap == WARM_AFTER) {
          warm = Histogram.of(service.pid());
        }
      }
      Histogram last = Histogram.of(service.pid());
      load.interrupt();
      load.join();

      // The one in force, and those that batches still decide by.
      assertThat(last.instances("dev.oncegate.rules.CompiledRulebook")).isBetween(1L, 4L);
      assertThat(last.instances("org.drools.kiesession.rulebase.SessionsAwareKnowledgeBase"))
          .isLessThanOrEqualTo(4);
      assertThat(last.bytes()).isLessThan(warm.bytes() + NOISE_BYTES);
      assertEachSentOnceByAGoodVersion(sent.get(), good);
    }
  }

  @Test
  void withoutAGoodVersionItIsNotReadyAndDecidesNothingUntilTheTablesAreMended() throws Exception {
    writeBad(3);
    try (var service = start()) {
      Await.until(
          "readiness says what is wrong with the tables",
          LIMIT,
          () -> answers(service) && isDownFor(service, "`unknwn` is no trigger"));
      assertThat(inForce(service)).contains("\"state\":\"none\"", "\"hash\":null", "unknwn");
      assertThat(service.get("/q/metrics").body()).contains("oncegate_rulebook_in_force 0.0");
      send(0);
      producer.flush();
      Await.until(
          "a lane stands still", LIMIT, () -> isDownFor(service, "no rulebook is in force"));

      String mended = writeGood(1);

      service.awaitReady(LIMIT);
      assertEachSentOnceByAGoodVersion(1, Set.of(mended));
    }
    // By then the good version is kept, and a bad directory at the start holds nothing up.
    writeBad(5);
    try (var service = start()) {
      service.awaitReady(LIMIT);
      assertThat(inForce(service)).contains("\"state\":\"degraded\"", "\"source\":\"kept\"");
      assertThat(service.get("/q/health/ready").body()).contains("unknwn", "degraded");
    }
  }

  private ServiceProcess start() {
    Map<String, String> settings =
        Map.of("oncegate.stages", "sync", "oncegate.tables", tables.toString());
    return ServiceProcess.start(broker, database, settings, log, "-Xmx256m");
  }

  private void assertEachSentOnceByAGoodVersion(int sent, Set<String> good) {
    try (var decisions = new TopicReader(broker, "sync-decisions");
        var events = new TopicReader(broker, "destination-events")) {
      decisions.await(2 * sent, LIMIT);
      // Both destinations get the one id, so they share an event.
      Map<String, Integer> timesSent = new HashMap<>();
      for (ConsumerRecord<byte[], byte[]> event : events.all(LIMIT)) {
        String text = new String(event.value(), StandardCharsets.UTF_8);
        assertThat(good).contains(in(RULEBOOK, text));
        assertThat(text).contains("\"dst_email\":true", "\"dst_all\":true");
        timesSent.merge(in(SOURCE, text), 1, Integer::sum);
      }
      assertThat(timesSent).hasSize(sent);
      assertThat(timesSent.values()).containsOnly(1);
    }
  }

  private void sendUntilInterrupted(AtomicInteger sent) {
    while (!Thread.currentThread().isInterrupted()) {
      for (int i = 0; i < 10; i++) {
        send(sent.getAndIncrement());
      }
      producer.flush();
      try {
        Thread.sleep(Duration.ofMillis(50));
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private void send(int number) {
    String profile = "use-" + number;
    String update =
        """
        {"messageId": "m-%d", "spaceId": "spa", "profileId": "%s", "value": true,
         "trigger": {"reason": "value_changed"}, "externalIds": [{"type": "email", "id": "a@x.com"}],
         "computation": {"id": "aud", "key": "k", "name": "n", "type": "audience"},
         "computedAt": "2026-11-22T10:00:00Z"}"""
            .formatted(number, profile);
    var _ = producer.send(new ProducerRecord<>("identified-output", profile, update));
  }

  /** A version with the answers of what ships, in another row each time, under another hash. */
  private String writeGood(int version) throws IOException {
    String note = "deduped=yes;member=no;tier=t" + version + " -> DROP left_" + version;
    write(Tables.DEDUPE, Tables.decide(Tables.with(1, note)));
    write(Tables.ROUTING, Tables.route(Tables.DEFAULT_ROUTE));
    write("safety.yaml", Tables.NO_PROPERTIES);
    return RulebookFiles.ofDirectory(tables).hash();
  }

  /** By turns a gap, an unknown word, half a file, a file that is not there. */
  private void writeBad(int version) throws IOException {
    write(Tables.ROUTING, Tables.route(Tables.DEFAULT_ROUTE));
    write("safety.yaml", Tables.NO_PROPERTIES);
    String mistaken = "trigger=unknwn -> DROP v" + version;
    switch (version % 8) {
      case 1 -> write(Tables.DEDUPE, Tables.decide(Tables.without(Tables.TREE.size() - 1)));
      case 3, 5 -> write(Tables.DEDUPE, Tables.decide(Tables.with(0, mistaken)));
      default -> {
        write(Tables.DEDUPE, "RuleSet,half " + version);
        Files.delete(tables.resolve(Tables.ROUTING));
      }
    }
  }

  /** As programs save that save well: the file is there in whole, or not yet. */
  private void write(String name, String text) throws IOException {
    Path unfinished = Files.writeString(tables.resolve("." + name), text);
    Files.move(unfinished, tables.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void awaitInForce(ServiceProcess service, String hash, String state) {
    Await.until(
        hash + " is in force, " + state,
        LIMIT,
        () -> {
          String now = inForce(service);
          return in(HASH_IN_FORCE, now).equals(hash) && in(STATE, now).equals(state);
        });
  }

  private static String inForce(ServiceProcess service) throws IOException, InterruptedException {
    return service.get("/api/rulebooks/in-force").body();
  }

  private static boolean answers(ServiceProcess service) throws InterruptedException {
    try {
      return service.get("/q/health/live").statusCode() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  private static boolean isDownFor(ServiceProcess service, String why)
      throws IOException, InterruptedException {
    var ready = service.get("/q/health/ready");
    return ready.statusCode() == 503 && ready.body().contains(why);
  }

  private static String in(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  /** What lives in a process after a full collection, by class. */
  private record Histogram(String text) {
    static final Histogram EMPTY = new Histogram("");

    static Histogram of(long pid) throws IOException, InterruptedException {
      Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
      Process process =
          new ProcessBuilder(List.of(jcmd.toString(), Long.toString(pid), "GC.class_histogram"))
              .redirectErrorStream(true)
              .start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return new Histogram(text);
    }

    long instances(String className) {
      return Long.parseLong(
          "0"
              + in(
                  Pattern.compile("(?m):\\s+(\\d+)\\s+\\d+\\s+" + Pattern.quote(className) + "\\b"),
                  text));
    }

    long bytes() {
      Matcher total = TOTAL.matcher(text);
      if (!total.find()) {
        throw new IllegalStateException("no histogram: " + text);
      }
      return Long.parseLong(total.group(2));
    }
  }
}
