package dev.oncegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.testkit.Await;
import dev.oncegate.testkit.EmbeddedBroker;
import dev.oncegate.testkit.EmbeddedDatabase;
import dev.oncegate.testkit.PrimaryAndStandby;
import dev.oncegate.testkit.ServiceProcess;
import dev.oncegate.testkit.TopicReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The packaged program on a primary and a standby that take each other's place. */
class FailoverIT {
  private static final Duration READY = Duration.ofMinutes(3);
  private static final Duration SEEN_WITHIN = Duration.ofSeconds(30);

  /** From when the database can be written to again; lanes wait for up to five seconds by then. */
  private static final Duration RECOVERS_WITHIN = Duration.ofSeconds(20);

  private record Call(String method, String path, String contentType, String body) {}

  private static final String JSON = "application/json";
  private static final String LINES = "application/x-ndjson";

  private static final List<Call> READING =
      List.of(
          get("/api/spaces"),
          get("/api/spaces/spa"),
          get("/api/destinations"),
          get("/api/destinations/dst_all"),
          get("/api/connections"),
          get("/api/connections/aud"),
          get("/api/profiles/spa/use_1/external-ids"),
          get("/api/rulebooks"),
          get("/api/explain?space=spa&profile=use_1&computation=aud"));

  private static final List<Call> WRITING =
      List.of(
          new Call("POST", "/api/spaces", JSON, "{\"id\": \"spa_new\"}"),
          new Call("PUT", "/api/spaces/spa", JSON, "{\"tier\": \"free\"}"),
          new Call("DELETE", "/api/spaces/spa_gone", JSON, ""),
          new Call(
              "PUT",
              "/api/destinations/dst_all",
              JSON,
              "{\"spaceId\": \"spa\", \"type\": \"webhook\", \"name\": \"w\"}"),
          new Call("DELETE", "/api/destinations/dst_gone", JSON, ""),
          new Call("PUT", "/api/connections/aud", JSON, "{\"destinationIds\": [\"dst_all\"]}"),
          new Call("DELETE", "/api/connections/aud_gone", JSON, ""),
          new Call(
              "POST",
              "/api/external-ids",
              LINES,
              "{\"spaceId\": \"spa\", \"profileId\": \"use_1\", \"type\": \"email\", \"id\": \"b@x\"}"),
          new Call(
              "POST",
              "/api/profile-merges",
              LINES,
              "{\"spaceId\": \"spa\", \"mergedProfileId\": \"use_2\", \"survivorProfileId\":"
                  + " \"use_3\", \"mergedAt\": \"2026-11-22T10:00:00Z\"}"),
          new Call("DELETE", "/api/profiles/spa/use_1/external-ids/email/a@x", JSON, ""));

  private EmbeddedBroker broker;
  private PrimaryAndStandby databases;
  private KafkaProducer<String, String> producer;
  private Path log;
  private @Nullable ServiceProcess started;
  private int sent;

  @BeforeEach
  void start(TestInfo test) {
    log = Path.of("target/failover-it", test.getTestMethod().orElseThrow().getName() + ".log");
    broker = EmbeddedBroker.start();
    databases = PrimaryAndStandby.start();
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer());
  }

  @AfterEach
  void stop() {
    if (started != null) {
      started.close();
    }
    producer.close();
    databases.close();
    broker.close();
  }

  @Test
  void sessionsThatWereOpenedReadOnlyAreLeftAsSoonAsNewOnesCanWrite() throws Exception {
    ServiceProcess service = startService(databases.primary().jdbcUrl());
    execute("alter role postgres set default_transaction_read_only = on");
    execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and"
            + " backend_type = 'client backend'");
    send(50);
    awaitUnready(service, "read-only: default_transaction_read_only is on");
    for (Call call : WRITING) {
      assertAnswers(service, call, 503, "the database is read-only for now");
    }
    for (Call call : READING) {
      assertThat(answer(service, call).statusCode()).as(call.toString()).isEqualTo(200);
    }

    execute("set default_transaction_read_only = off", "alter role postgres reset all");
    awaitWritable(service);
    awaitAllDecided();
  }

  @Test
  void aPrimaryThatIsDemotedIsWaitedForUntilOneIsPromoted() throws Exception {
    ServiceProcess service = startService(databases.jdbcUrl());
    databases.demote();
    send(50);
    awaitUnready(service, "targetServerType");
    for (Call call : WRITING) {
      assertAnswers(service, call, 503, "the database");
    }
    for (Call call : READING) {
      assertAnswers(service, call, 503, "the database");
    }

    databases.promote();
    awaitWritable(service);
    awaitAllDecided();
    send(50);
    databases.swap();
    awaitWritable(service);
    awaitAllDecided();
  }

  @Test
  void aStandbyThatTakesOverFromADeadPrimaryIsFound() throws Exception {
    ServiceProcess service = startService(databases.jdbcUrl());
    databases.stop();
    send(50);
    awaitUnready(service, "the database does not answer");
    for (Call call : READING) {
      assertAnswers(service, call, 503, "the database does not answer");
    }
    databases.promote();
    awaitWritable(service);
    awaitAllDecided();
  }

  private ServiceProcess startService(String jdbcUrl) throws Exception {
    ServiceProcess service =
        ServiceProcess.start(
            broker, databases.primary(), Map.of("quarkus.datasource.jdbc.url", jdbcUrl), log);
    started = service;
    service.awaitReady(READY);
    service.post("/api/spaces", JSON, "{\"id\": \"spa\", \"tier\": \"business\"}");
    service.post(
        "/api/destinations",
        JSON,
        "{\"id\": \"dst_all\", \"spaceId\": \"spa\", \"type\": \"webhook\", \"name\": \"w\"}");
    service.post(
        "/api/connections",
        JSON,
        "{\"computationId\": \"aud\", \"destinationIds\": [\"dst_all\"]}");
    service.post(
        "/api/external-ids",
        LINES,
        "{\"spaceId\": \"spa\", \"profileId\": \"use_1\", \"type\": \"email\", \"id\": \"a@x\"}");
    return service;
  }

  private static Call get(String path) {
    return new Call("GET", path, JSON, "");
  }

  private static HttpResponse<String> answer(ServiceProcess service, Call call) throws Exception {
    URI uri = service.uri(call.path());
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", call.contentType())
            .method(call.method(), BodyPublishers.ofString(call.body()))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString());
    }
  }

  private static void assertAnswers(ServiceProcess service, Call call, int status, String sentence)
      throws Exception {
    HttpResponse<String> answer = answer(service, call);
    assertThat(answer.statusCode()).as(call + ": " + answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(answer.body()).contains(sentence);
  }

  private static void awaitUnready(ServiceProcess service, String why) {
    Await.until(
        "readiness says " + why,
        SEEN_WITHIN,
        () -> {
          HttpResponse<String> ready = service.get("/q/health/ready");
          return ready.statusCode() == 503 && ready.body().contains(why);
        });
  }

  private static void awaitWritable(ServiceProcess service) {
    Await.until(
        "a space can be saved",
        RECOVERS_WITHIN,
        () -> answer(service, WRITING.getFirst()).statusCode() / 100 == 2);
  }

  private void send(int count) {
    for (int i = 0; i < count; i++) {
      String id = "m-" + ++sent;
      String update =
          """
          {"messageId": "%s", "spaceId": "spa", "profileId": "use_1",
           "computation": {"id": "aud", "key": "k", "name": "n", "type": "audience"},
           "value": true, "trigger": {"reason": "value_changed"},
           "computedAt": "2026-11-22T10:00:00Z"}
          """
              .formatted(id);
      Future<RecordMetadata> _ =
          producer.send(new ProducerRecord<>("compute-output", "use_1", update));
    }
    producer.flush();
  }

  private void awaitAllDecided() {
    try (var decisions = new TopicReader(broker, "sync-decisions")) {
      assertThat(new ArrayList<>(decisions.await(sent, RECOVERS_WITHIN))).hasSize(sent);
    }
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                databases.primary().jdbcUrl(), EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
