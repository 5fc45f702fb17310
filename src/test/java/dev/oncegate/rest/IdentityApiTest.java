package dev.oncegate.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.oncegate.testkit.DatabaseForQuarkus;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(DatabaseForQuarkus.class)
class IdentityApiTest {
  private static final String NDJSON = "application/x-ndjson";
  private static final String PROBLEM = "application/problem+json";

  @Inject DataSource dataSource;

  private final String profile = "use_" + UUID.randomUUID();
  private final String path = "/api/profiles/spa_1/" + profile + "/external-ids";

  @Test
  void anIdIsGivenReadAndTakenAway() {
    given().get(path).then().statusCode(200).body("$", hasSize(0));
    post("{'type': 'email', 'id': 'a@x.com', 'createdAt': '2026-01-01T01:00:00+01:00'}")
        .statusCode(201)
        .body("id", contains("a@x.com"));
    given()
        .get(path)
        .then()
        .statusCode(200)
        .body("[0].type", equalTo("email"))
        .body("[0].createdAt", equalTo("2026-01-01T00:00:00.000Z"));
    given().delete(path + "/email/a@x.com").then().statusCode(204);
    given().delete(path + "/email/a@x.com").then().statusCode(404).contentType(PROBLEM);
    given().get(path).then().body("$", hasSize(0));
  }

  @Test
  void manyIdsAreGivenAtOnceAndAreSorted() {
    put("[{'type': 'phone', 'id': '1'}, {'type': 'email', 'id': 'b'}, {'type': 'email', 'id': 'a'}]")
        .statusCode(201)
        .body("id", contains("a", "b", "1"));
    post("{'type': 'email', 'id': 'a', 'createdAt': '2026-01-01T00:00:00.1234567891Z'}")
        .statusCode(200)
        .body("$", hasSize(3))
        .body("[0].createdAt", equalTo("2026-01-01T00:00:00.123456789Z"));
  }

  @Test
  void anIdWithAnyCharactersCanBeTakenAway() {
    String odd = "https://x.com/a?b=ä%2F#c";
    post("{'type': 'web', 'id': '" + odd + "'}").statusCode(201);
    given().delete(path + "/web/{id}", odd).then().statusCode(204);
    given().get(path).then().body("$", hasSize(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'type': 'email'}                                      | id
          {'id': 'a'}                                            | type
          {'type': 'email', 'id': ''}                            | id
          {'type': 'email', 'id': '   '}                         | id
          {'type': 'user_id', 'id': '\u00a0\u200b\u3000'}        | id
          {'type': 'email', 'id': '\\t\\n'}                      | id
          {'type': 'email', 'id': 1}                             | id
          {'type': 'email', 'id': 'a', 'createdAt': 'yesterday'} | createdAt
          {'type': 'email', 'id': 'a', 'createdAt': 7}           | createdAt
          {'type': 'email', 'id': 'a', 'created': null}          | created
          [{'type': 'email', 'id': 'a'}, {'type': 'email'}]      | [1].id
          """)
  void aBadIdIsRefusedNamingTheField(String body, String field) {
    post(body).statusCode(400).contentType(PROBLEM).body("errors.field", contains(field));
    given().get(path).then().body("$", hasSize(0));
  }

  @Test
  void aBlankIdEndsALoadAtItsLine() {
    String space = "spa_" + UUID.randomUUID();
    load("external-ids", line(space, "use_1", "a") + "\n" + line(space, "use_1", " \u00a0") + "\n")
        .statusCode(400)
        .body("line", equalTo(2))
        .body("loaded", equalTo(1));
  }

  @Test
  void typesThatDifferInCaseAreOne() {
    post("{'type': 'Email', 'id': 'a', 'createdAt': '2026-02-01T00:00:00Z'}").statusCode(201);
    post("[{'type': 'EMAIL', 'id': 'b'}, {'type': 'email', 'id': 'a'}]").statusCode(201);
    given()
        .get(path)
        .then()
        .body("type", contains("EMAIL", "email"))
        .body("id", contains("b", "a"));
    given().delete(path + "/eMAIL/a").then().statusCode(204);
    given().get(path).then().body("type", contains("EMAIL"));
    given().delete(path + "/email/b").then().statusCode(204);
    given().get(path).then().body("$", hasSize(0));
  }

  @Test
  void aStreamOfIdsIsLoaded() throws SQLException {
    int lines = 12_345;
    String space = "spa_" + UUID.randomUUID();
    var body = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      body.append(line(space, "use_" + i % 1000, "a" + i)).append(i % 2 == 0 ? "\n" : "\r\n\n");
    }
    load("external-ids", body.toString()).statusCode(200).body("loaded", equalTo(lines));
    load("external-ids", body.toString()).statusCode(200).body("loaded", equalTo(lines));
    assertThat(count("external_id where space_id = '" + space + "'")).isEqualTo(lines);
  }

  @Test
  void aStreamLongerThanAnyBufferIsLoadedInLittleMemory() throws SQLException {
    int lines = 300_000;
    String space = "spa_" + UUID.randomUUID();
    given()
        .contentType(NDJSON)
        .body(new GeneratedLines(lines, i -> line(space, "use_" + i, "a") + "\n"))
        .post("/api/external-ids")
        .then()
        .statusCode(200)
        .body("loaded", equalTo(lines));
    assertThat(count("external_id where space_id = '" + space + "'")).isEqualTo(lines);
  }

  @Test
  void aBadLineIsNamedByItsNumberAndWhatIsBeforeItIsKept() throws SQLException {
    String space = "spa_" + UUID.randomUUID();
    String good = line(space, "use_1", "a") + "\n" + line(space, "use_1", "b") + "\n\n";
    load("external-ids", good + "{\"spaceId\": \"" + space + "\"}\n" + line(space, "use_1", "c"))
        .statusCode(400)
        .contentType(PROBLEM)
        .body("line", equalTo(4), "loaded", equalTo(2))
        .body("detail", containsString("line 4"))
        .body("errors.field", contains("profileId", "type", "id"));
    assertThat(count("external_id where space_id = '" + space + "'")).isEqualTo(2);
    load("external-ids", "{").statusCode(400).body("line", equalTo(1));
    load("external-ids", "x".repeat(200_000)).statusCode(400).body("line", equalTo(1));
    load("external-ids", "").statusCode(200).body("loaded", equalTo(0));
  }

  @Test
  void mergesAreLoadedAndCountAtOnce() throws SQLException {
    String space = "spa_" + UUID.randomUUID();
    load("profile-merges", merge(space, "use_1", "use_2") + "\n" + merge(space, "use_2", "use_3"))
        .statusCode(200)
        .body("loaded", equalTo(2));
    assertThat(count("profile_merge where not announced and space_id = '" + space + "'"))
        .isEqualTo(2);
    load("profile-merges", merge(space, "use_1", "use_1"))
        .statusCode(400)
        .body("errors.field", contains("survivorProfileId"));
    load("profile-merges", "{\"spaceId\": \"s\", \"mergedProfileId\": \"a\", \"mergedAt\": null}")
        .statusCode(400)
        .body("errors.field", contains("survivorProfileId", "mergedAt"));
  }

  @Test
  void aBulkLoadOfAnotherKindIsRefused() {
    given()
        .contentType("application/json")
        .body("{}")
        .post("/api/external-ids")
        .then()
        .statusCode(415)
        .contentType(PROBLEM);
  }

  private static String line(String space, String profile, String id) {
    return "{\"spaceId\": \"%s\", \"profileId\": \"%s\", \"type\": \"email\", \"id\": \"%s\"}"
        .formatted(space, profile, id);
  }

  private static String merge(String space, String merged, String survivor) {
    return ("{\"spaceId\": \"%s\", \"mergedProfileId\": \"%s\", \"survivorProfileId\": \"%s\","
            + " \"mergedAt\": \"2026-01-01T00:00:00Z\"}")
        .formatted(space, merged, survivor);
  }

  private static ValidatableResponse load(String what, String body) {
    return given()
        .contentType(NDJSON)
        .body(body.getBytes(StandardCharsets.UTF_8))
        .post("/api/" + what)
        .then();
  }

  private ValidatableResponse post(String body) {
    return given()
        .contentType("application/json")
        .body(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
        .post(path)
        .then();
  }

  private ValidatableResponse put(String body) {
    return given().contentType("application/json").body(body.replace('\'', '"')).put(path).then();
  }

  private int count(String what) throws SQLException {
    try (var connection = dataSource.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select count(*) from " + what)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  /** Lines made as they are read. */
  private static final class GeneratedLines extends InputStream {
    private final int lines;
    private final java.util.function.IntFunction<String> make;
    private byte[] line = {};
    private int at;
    private int made;

    GeneratedLines(int lines, java.util.function.IntFunction<String> make) {
      this.lines = lines;
      this.make = make;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) {
      if (at == line.length) {
        if (made == lines) {
          return -1;
        }
        line = make.apply(made++).getBytes(StandardCharsets.UTF_8);
        at = 0;
      }
      int given = Math.min(length, line.length - at);
      System.arraycopy(line, at, into, from, given);
      at += given;
      return given;
    }
  }
}
