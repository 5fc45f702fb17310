package dev.oncegate.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oncegate.rules.RulebookFiles;
import dev.oncegate.rules.RulebookLoader;
import dev.oncegate.rules.RulebookStatus;
import dev.oncegate.rules.Tables;
import dev.oncegate.testkit.Await;
import dev.oncegate.testkit.EmbeddedBroker;
import dev.oncegate.testkit.EmbeddedDatabase;
import dev.oncegate.testkit.ServiceProcess;
import dev.oncegate.testkit.TopicReader;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The native executable as a service, on a real broker and a real database. */
@EnabledIfSystemProperty(named = ServiceProcess.NATIVE, matches = ".+")
class NativeServiceIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Duration IN_FORCE_WITHIN = Duration.ofSeconds(2);
  private static final long MEGABYTE = 1024 * 1024;

  @TempDir private Path tables;
  private EmbeddedBroker broker;
  private EmbeddedDatabase database;
  private KafkaProducer<String, String> producer;
  private Path log;

  @BeforeEach
  void startServers(TestInfo test) throws IOException, SQLException {
    log = Path.of("target/native-it", test.getTestMethod().orElseThrow().getName() + ".log");
    broker = EmbeddedBroker.start();
    database = EmbeddedDatabase.start();
    configure();
    producer = producer("none");
    write(Tables.ROUTING, Tables.route(Tables.DEFAULT_ROUTE));
    write("safety.yaml", Tables.NO_PROPERTIES);
    write(Tables.DEDUPE, Tables.decide(Tables.TREE));
  }

  @AfterEach
  void stopServers() {
    producer.close();
    broker.close();
    database.close();
  }

  @Test
  void aTableIsInForceTwoSecondsAfterItWasSavedAndABadOneIsRefusedInTheJvmsWords()
      throws Exception {
    try (var service = start();
        var decisions = new TopicReader(broker, "sync-decisions")) {
      send(1, 1);
      decisions.await(2, LIMIT);
      List<String> edited = new ArrayList<>(Tables.TREE);
      edited.set(edited.size() - 1, "deduped=no -> SEND ALL edited_while_it_ran");
      write(Tables.DEDUPE, Tables.decide(edited));
      String hash = RulebookFiles.ofDirectory(tables).hash();
      Await.until(
          "the edited table is in force",
          IN_FORCE_WITHIN,
          () -> inForce(service).get("hash").asText().equals(hash));
      send(2, 2);
      assertThat(decisions.awaitTexts(4, LIMIT))
          .filteredOn(it -> it.contains("\"dst_all\""))
          .satisfiesExactlyInAnyOrder(
              before -> assertThat(before).contains("m-1", "\"not_deduped\""),
              after -> assertThat(after).contains("m-2", "\"edited_while_it_ran\"", hash));

      write(Tables.DEDUPE, Tables.decide(Tables.without(Tables.TREE.size() - 1)));
      Await.until(
          "the table with a gap is refused",
          IN_FORCE_WITHIN,
          () -> inForce(service).get("state").asText().equals("degraded"));
      var words = new ArrayList<String>();
      JsonNode answer = inForce(service);
      answer
          .get("problems")
          .forEach(
              it -> words.add(it.get("address").asText() + ": " + it.get("sentence").asText()));
      assertThat(words)
          .isNotEmpty()
          .isEqualTo(
              RulebookStatus.troubles(RulebookLoader.load(RulebookFiles.ofDirectory(tables)))
                  .stream()
                  .map(Object::toString)
                  .toList());
      assertThat(answer.get("hash").asText()).isEqualTo(hash);
    }
  }

  @Test
  void killedWhileItWorksAndStartedAgainItSendsNothingTwiceAndLosesNothing() throws Exception {
    int updates = 5_000;
    ServiceProcess service = start();
    try {
      send(1, updates);
      try (var events = new TopicReader(broker, "destination-events")) {
        for (int part = 1; part <= 3; part++) {
          events.await(part * updates / 2, LIMIT);
          service.kill();
          service = start();
        }
        events.await(2 * updates, LIMIT);
        send(updates + 1, updates + 1);
        events.await(2 * updates + 2, LIMIT);
        assertThat(events.all(LIMIT).stream().map(it -> source(new String(it.value(), UTF_8))))
            .containsExactlyInAnyOrderElementsOf(
                IntStream.rangeClosed(1, updates + 1)
                    .boxed()
                    .flatMap(i -> List.of("m-" + i, "m-" + i).stream())
                    .toList());
      }
    } finally {
      service.close();
    }
  }

  @Test
  void aFanOutOf150000TakesLessThan256MegabytesMore() throws Exception {
    int ids = 150_000;
    try (var service = start()) {
      var lines = new StringBuilder();
      for (int i = 1; i <= ids; i++) {
        lines.append(externalId("big", "address-" + i + "@example.com"));
      }
      service.post("/api/external-ids", "application/x-ndjson", lines.toString());
      long before = service.memory("VmRSS");
      producer.send(new ProducerRecord<>("compute-output", "big", update("m-big", "big"))).get();
      try (var events = new TopicReader(broker, "destination-events")) {
        assertThat(events.await(ids + 1, LIMIT)).hasSize(ids + 1);
      }
      assertThat((service.memory("VmHWM") - before) / MEGABYTE).isLessThan(256);
    }
  }

  @Test
  void theApiKeepsWhatItIsToldAndSaysWhatIsWrong() throws Exception {
    try (var service = start()) {
      service.post("/api/spaces", "application/json", "{\"id\":\"spa_2\",\"tier\":\"free\"}");
      assertThat(JSON.readTree(service.get("/api/spaces").body()))
          .map(it -> it.get("id").asText())
          .containsExactly("spa", "spa_2");
      assertThat(service.get("/api/destinations/dst_email").body())
          .contains("\"dedupesOn\":[\"email\"]");
      assertThat(service.get("/api/connections").body()).contains("dst_all");
      assertThat(service.get("/api/profiles/spa/use-7/external-ids").body()).contains("7@x.com");
      assertThat(service.get("/api/destinations/there_is_none"))
          .satisfies(it -> assertThat(it.statusCode()).isEqualTo(404))
          .satisfies(it -> assertThat(it.body()).contains("there_is_none"));
      assertThat(service.get("/q/openapi").body()).contains("/api/rulebooks/in-force");
      assertThat(service.get("/q/metrics").body()).contains("oncegate_rulebook_degraded");
    }
  }

  @Test
  void aTokenThatWasMadeComesInAndAForgedOneDoesNot() throws Exception {
    try (var service = start();
        HttpClient client = HttpClient.newHttpClient()) {
      String made =
          service.post(
              "/api/tokens", "application/json", "{\"name\":\"ci\",\"grants\":[\"viewer:spa\"]}");
      String secret = JSON.readTree(made).get("token").asText();
      for (String token : List.of(secret, "og_" + "x".repeat(43))) {
        HttpRequest request =
            HttpRequest.newBuilder(service.uri("/api/spaces"))
                .header("Authorization", "Bearer " + token)
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
            .isEqualTo(token.equals(secret) ? 200 : 401);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd"})
  void recordsAreReadHoweverTheyWereCompressed(String compression) throws Exception {
    try (var _ = start()) {
      sendCompressed(compression);
    }
  }

  @Test
  void codeThatOneHasUnpackedIsNotWrittenOverByAnotherThatStarts(@TempDir Path temporary)
      throws Exception {
    try (var _ = start(temporary, "one")) {
      sendCompressed("snappy");
      Map<Path, FileTime> unpacked = codeIn(temporary);
      assertThat(unpacked).isNotEmpty();
      try (var _ = start(temporary, "another")) {
        assertThat(codeIn(temporary)).containsAllEntriesOf(unpacked);
      }
    }
  }

  private void sendCompressed(String compression) {
    try (var compressing = producer(compression);
        var events = new TopicReader(broker, "destination-events")) {
      for (int i = 1; i <= 100; i++) {
        Future<RecordMetadata> _ =
            compressing.send(
                new ProducerRecord<>("compute-output", "use-" + i, update("m-" + i, "use-" + i)));
      }
      compressing.flush();
      assertThat(events.await(200, LIMIT)).hasSize(200);
    }
  }

  private static Map<Path, FileTime> codeIn(Path directory) throws IOException {
    Map<Path, FileTime> found = new HashMap<>();
    try (var files = Files.newDirectoryStream(directory, "*.so")) {
      for (Path file : files) {
        found.put(file, Files.getLastModifiedTime(file));
      }
    }
    return found;
  }

  private ServiceProcess start() {
    return start(Path.of(System.getProperty("java.io.tmpdir")), "native");
  }

  private ServiceProcess start(Path temporary, String instance) {
    var service =
        ServiceProcess.start(
            broker,
            database,
            Map.of(
                "java.io.tmpdir",
                temporary.toString(),
                "oncegate.tables",
                tables.toString(),
                "oncegate.instance",
                instance,
                "oncegate.session-timeout",
                "6S"),
            log);
    service.awaitReady(LIMIT);
    return service;
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
      insert.execute(
          "insert into external_id select 'spa', 'use-' || i, 'email', i || '@x.com', null"
              + " from generate_series(1, 5001) i");
    }
  }

  private static String externalId(String profile, String address) {
    return "{\"spaceId\":\"spa\",\"profileId\":\"%s\",\"type\":\"email\",\"id\":\"%s\"}\n"
        .formatted(profile, address);
  }

  private KafkaProducer<String, String> producer(String compression) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", broker.bootstrapServers(), "compression.type", compression),
        new StringSerializer(),
        new StringSerializer());
  }

  private void send(int from, int to) {
    for (int i = from; i <= to; i++) {
      Future<RecordMetadata> _ =
          producer.send(
              new ProducerRecord<>("compute-output", "use-" + i, update("m-" + i, "use-" + i)));
    }
    producer.flush();
  }

  private static String update(String message, String profile) {
    return """
    {"messageId": "%s", "spaceId": "spa", "profileId": "%s", "value": true,
     "trigger": {"reason": "value_changed"},
     "computation": {"id": "aud", "key": "k", "name": "n", "type": "audience"},
     "computedAt": "2026-11-22T10:00:00Z"}\
    """
        .formatted(message, profile);
  }

  private static JsonNode inForce(ServiceProcess service) throws Exception {
    return JSON.readTree(service.get("/api/rulebooks/in-force").body());
  }

  private static String source(String event) {
    try {
      return JSON.readTree(event).findValue("sourceMessageId").asText();
    } catch (IOException e) {
      throw new IllegalStateException(event, e);
    }
  }

  /** As a spreadsheet program saves: the whole file at once. */
  private void write(String name, String text) throws IOException {
    Path unfinished = Files.writeString(tables.resolve(name + ".tmp"), text);
    Files.move(
        unfinished,
        tables.resolve(name),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
  }
}
