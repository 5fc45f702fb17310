package dev.oncegate.rest;

import static dev.oncegate.rest.TestCallers.as;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.testkit.DatabaseForQuarkus;
import dev.oncegate.testkit.EmbeddedBroker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every endpoint that changes something leaves one entry in the audit, whatever OpenAPI knows of.
 * One that is new fails this until there is a call for it here.
 */
@QuarkusTest
@QuarkusTestResource(DatabaseForQuarkus.class)
@QuarkusTestResource(
    value = AuditedEndpointsTest.BrokerForQuarkus.class,
    restrictToAnnotatedClass = true)
class AuditedEndpointsTest {
  private static final List<String> CHANGING = List.of("post", "put", "delete", "patch");

  private final String id = UUID.randomUUID().toString();
  private final String space = "/api/spaces/" + id;
  private final String destination = "/api/destinations/" + id;
  private final String connection = "/api/connections/" + id;
  private final String externalIds = "/api/profiles/" + id + "/use_1/external-ids";

  /** Makes a change, and answers with what came back. */
  private interface Call {
    Response make() throws Exception;
  }

  /** A broker on which two updates are parked. */
  public static final class BrokerForQuarkus implements QuarkusTestResourceLifecycleManager {
    private @Nullable EmbeddedBroker broker;

    @Override
    public Map<String, String> start() {
      EmbeddedBroker started = EmbeddedBroker.start();
      broker = started;
      try {
        park(started.bootstrapServers());
      } catch (Exception e) {
        throw new IllegalStateException("nothing can be parked", e);
      }
      return Map.of("kafka.bootstrap.servers", started.bootstrapServers());
    }

    private static void park(String servers) throws Exception {
      Map<String, Object> client = Map.of("bootstrap.servers", servers);
      try (var admin = Admin.create(client);
          var producer =
              new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
        admin
            .createTopics(
                List.of(
                    new NewTopic("sync-parked", 1, (short) 1),
                    new NewTopic("identified-output", 1, (short) 1),
                    new NewTopic("destination-events", 1, (short) 1)))
            .all()
            .get();
        for (int i = 0; i < 2; i++) {
          var parked = new ProducerRecord<>("sync-parked", 0, "use_1", "{}");
          Map.of(
                  "oncegate-topic", "identified-output",
                  "oncegate-partition", "0",
                  "oncegate-offset", "0",
                  "oncegate-timestamp", "0")
              .forEach(
                  (name, value) ->
                      parked.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
          producer.send(parked).get();
        }
      }
    }

    @Override
    public void stop() {
      if (broker != null) {
        broker.close();
      }
    }
  }

  @Test
  void everyChangeLeavesOneEntry() throws Exception {
    Map<String, Call> calls = calls();
    assertThat(calls.keySet()).containsExactlyInAnyOrderElementsOf(changingEndpoints());
    var wrong = new LinkedHashMap<String, Object>();
    for (Map.Entry<String, Call> it : calls.entrySet()) {
      long before = newestEntry();
      Response answer = it.getValue().make();
      assertThat(answer.statusCode())
          .as(it.getKey() + ": " + answer.asString())
          .isBetween(200, 299);
      long entries = newestEntry() - before;
      if (entries != 1) {
        wrong.put(it.getKey(), entries + " entries");
      }
    }
    assertThat(wrong).isEmpty();
    given().get("/api/audit/verify").then().statusCode(200);
    int found = given().get("/api/audit/verify").then().extract().path("found");
    assertThat(found).isZero();
  }

  /** In an order in which each finds what it needs. */
  private Map<String, Call> calls() throws IOException {
    RequestSpecification carl = as("carl");
    RequestSpecification bob = as("bob");
    String rulebook = "/api/rulebooks/" + UploadedRulebook.upload("ann", id);
    String toApprove = requestRelease(rulebook);
    String toReject = requestRelease(rulebook);
    Map<String, Call> calls = new LinkedHashMap<>();
    calls.put("POST /api/spaces", () -> json("{\"id\": \"" + id + "\"}").post("/api/spaces"));
    calls.put("PUT /api/spaces/{id}", () -> json("{\"tier\": \"x\"}").put(space));
    String fields = "\"spaceId\": \"" + id + "\", \"type\": \"x\"}";
    calls.put(
        "POST /api/destinations",
        () -> json("{\"id\": \"" + id + "\", " + fields).post("/api/destinations"));
    calls.put("PUT /api/destinations/{id}", () -> json("{" + fields).put(destination));
    calls.put(
        "POST /api/connections",
        () ->
            json("{\"computationId\": \"" + id + "\", \"destinationIds\": []}")
                .post("/api/connections"));
    calls.put(
        "PUT /api/connections/{computationId}",
        () -> json("{\"destinationIds\": [\"" + id + "\"]}").put(connection));
    calls.put("DELETE /api/connections/{computationId}", () -> given().delete(connection));
    calls.put("DELETE /api/destinations/{id}", () -> given().delete(destination));
    calls.put("DELETE /api/spaces/{id}", () -> given().delete(space));
    String ids = "/api/profiles/{space}/{profile}/external-ids";
    calls.put("POST " + ids, () -> json("{\"type\": \"email\", \"id\": \"a\"}").post(externalIds));
    calls.put("PUT " + ids, () -> json("[{\"type\": \"email\", \"id\": \"b\"}]").put(externalIds));
    calls.put("DELETE " + ids + "/{type}/{id}", () -> given().delete(externalIds + "/email/a"));
    calls.put(
        "POST /api/external-ids",
        () ->
            lines(
                    "{\"spaceId\": \"%s\", \"profileId\": \"use_1\", \"type\": \"x\", \"id\": \"1\"}"
                        .formatted(id))
                .post("/api/external-ids"));
    calls.put(
        "POST /api/profile-merges",
        () ->
            lines(
                    ("{\"spaceId\": \"%s\", \"mergedProfileId\": \"use_1\", \"survivorProfileId\":"
                            + " \"use_2\", \"mergedAt\": \"2026-01-01T00:00:00Z\"}")
                        .formatted(id))
                .post("/api/profile-merges"));
    calls.put("POST /api/rulebooks", () -> uploadAnother(carl));
    calls.put("POST /api/rulebooks/{hash}/activate", () -> given().post(rulebook + "/activate"));
    calls.put("POST /api/rulebooks/roll-back", () -> given().post("/api/rulebooks/roll-back"));
    calls.put(
        "POST /api/rulebooks/{hash}/release-requests",
        () -> given().post(rulebook + "/release-requests"));
    String requests = "POST /api/rulebooks/{hash}/release-requests/{id}";
    calls.put(requests + "/approve", () -> bob.post(toApprove + "/approve"));
    calls.put(requests + "/reject", () -> bob.post(toReject + "/reject"));
    String why = "\"reason\": \"r\"}";
    calls.put(
        "PUT /api/flags/{name}", () -> json("{\"value\": \"1\", " + why).put("/api/flags/compare"));
    for (String gate : List.of("default", "tier/{name}", "space/{name}")) {
      String path = "/api/gates/" + gate.replace("{name}", id);
      calls.put("PUT /api/gates/" + gate, () -> json("{\"value\": \"legacy\", " + why).put(path));
      calls.put("DELETE /api/gates/" + gate, () -> given().delete(path + "?reason=r"));
    }
    String start =
        "{\"hash\": \"" + rulebook.substring(rulebook.lastIndexOf('/') + 1) + "\", " + why;
    json(start).post("/api/candidate/start").then().statusCode(200);
    calls.put(
        "POST /api/candidate/promote",
        () -> given().post("/api/candidate/promote?force=true&reason=r"));
    calls.put("POST /api/candidate/start", () -> json(start).post("/api/candidate/start"));
    calls.put("POST /api/candidate/stop", () -> given().post("/api/candidate/stop?reason=r"));
    calls.put(
        "POST /api/ledger/catch-up",
        () -> given().post("/api/ledger/catch-up?since=2026-11-28T00:00:00Z"));
    calls.put(
        "POST /api/tokens",
        () -> json("{\"name\": \"" + id + "\", \"grants\": [\"viewer\"]}").post("/api/tokens"));
    calls.put("DELETE /api/tokens/{name}", () -> given().delete("/api/tokens/" + id));
    calls.put("POST /api/parked/{id}/retry", () -> given().post("/api/parked/0:0/retry"));
    calls.put("POST /api/parked/{id}/discard", () -> given().post("/api/parked/0:1/discard"));
    return calls;
  }

  private Response uploadAnother(RequestSpecification request) throws IOException {
    return given().get("/api/rulebooks/" + UploadedRulebook.upload(request, "another " + id));
  }

  private static String requestRelease(String rulebook) {
    return as("ann").post(rulebook + "/release-requests").header("Location");
  }

  private static RequestSpecification json(String body) {
    return given().contentType("application/json").body(body);
  }

  private static RequestSpecification lines(String body) {
    return given().contentType("application/x-ndjson").body(body.getBytes(StandardCharsets.UTF_8));
  }

  private static Set<String> changingEndpoints() {
    Map<String, Map<String, ?>> paths =
        given().accept("application/json").get("/q/openapi").then().extract().path("paths");
    var endpoints = new TreeSet<String>();
    paths.forEach(
        (path, methods) ->
            methods.keySet().stream()
                .filter(CHANGING::contains)
                .forEach(method -> endpoints.add(method.toUpperCase(Locale.ROOT) + " " + path)));
    return endpoints;
  }

  private static long newestEntry() {
    List<Integer> newest = given().get("/api/audit?limit=1").then().extract().path("id");
    return newest.isEmpty() ? 0 : newest.getFirst();
  }
}
