package dev.oncegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.audit.AuditSource;
import dev.oncegate.audit.ChangeOrigin;
import dev.oncegate.security.AccessTokenTable;
import dev.oncegate.security.Grant;
import dev.oncegate.security.NewToken;
import dev.oncegate.testkit.Await;
import dev.oncegate.testkit.EmbeddedDatabase;
import dev.oncegate.testkit.ServiceProcess;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program, on an address that others reach. */
class ClosedByDefaultIT {
  private static final ChangeOrigin ORIGIN = new ChangeOrigin("ann", AuditSource.API, null);

  private static final Duration READY = Duration.ofSeconds(60);
  private static final Duration DEAD_WITHIN = Duration.ofSeconds(2);

  @TempDir Path directory;
  private EmbeddedDatabase database;

  @BeforeEach
  void startDatabase() {
    database = EmbeddedDatabase.start();
  }

  @AfterEach
  void stopDatabase() {
    database.close();
  }

  @Test
  void withoutATokenToComeInWithItDoesNotStart() throws Exception {
    assertThat(start("quarkus.http.host=0.0.0.0"))
        .contains(
            "quarkus.http.host=0.0.0.0 lets others reach the service",
            "oncegate token create",
            "oncegate.security.open=true");
    assertThat(
            start(
                "quarkus.http.host=0.0.0.0",
                "oncegate.security.open=true",
                "oncegate.security.required=true"))
        .contains("say only one of them");
    assertThat(start("quarkus.oidc.auth-server-url=https://sso.example.com"))
        .contains("say quarkus.oidc.tenant-enabled=true");
  }

  @Test
  void withATokenItStartsAndTheTokenIsDeadWithinTwoSecondsOfItsRevocation() throws Exception {
    // It has no lanes and needs no broker; the first start makes the tables.
    try (ServiceProcess first = service(Map.of())) {
      first.awaitReady(READY);
    }
    var table = new AccessTokenTable(database.dataSource(), InstantSource.system());
    var wanted = new NewToken("ci", List.of(Grant.parse("viewer")), null);
    String secret = Objects.requireNonNull(table.create(wanted, ORIGIN)).secret();
    try (ServiceProcess service = service(Map.of("quarkus.http.host", "0.0.0.0"))) {
      service.awaitReady(READY);
      assertThat(service.get("/api/spaces").statusCode()).isEqualTo(401);
      assertThat(statusWith(service, secret)).isEqualTo(200);
      table.revoke("ci", ORIGIN);
      Await.until("it is dead", DEAD_WITHIN, () -> statusWith(service, secret) == 401);
    }
    assertThat(Files.readString(log()))
        .contains("refused GET /api/spaces from 127.0.0.1: a token is needed")
        .doesNotContain(secret);
  }

  @Test
  void openItLetsEverybodyInAndSaysSo() throws Exception {
    try (ServiceProcess service =
        service(Map.of("quarkus.http.host", "0.0.0.0", "oncegate.security.open", "true"))) {
      service.awaitReady(READY);
      assertThat(service.get("/api/tokens").statusCode()).isEqualTo(200);
    }
    assertThat(Files.readString(log())).contains("may do everything without a token");
  }

  private String start(String... settings) throws Exception {
    var words = new ArrayList<String>();
    for (String setting : settings) {
      words.add("-D" + setting);
    }
    connection().forEach((name, value) -> words.add("-D" + name + "=" + value));
    words.add("-Dquarkus.http.port=0");
    // The tables that are made are no part of what it ends with.
    words.add("-Dquarkus.log.level=WARN");
    words.add("serve");
    return EndedProgram.sentence(words.toArray(String[]::new));
  }

  private ServiceProcess service(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(connection());
    all.putAll(settings);
    return ServiceProcess.start(Path.of("target/quarkus-app"), all, log());
  }

  private Map<String, String> connection() {
    return Map.of(
        "quarkus.datasource.jdbc.url",
        database.jdbcUrl(),
        "quarkus.datasource.username",
        EmbeddedDatabase.USER,
        "quarkus.datasource.password",
        EmbeddedDatabase.PASSWORD,
        "oncegate.stages",
        "",
        "kafka.bootstrap.servers",
        "127.0.0.1:1");
  }

  private Path log() {
    return directory.resolve("service.log");
  }

  private static int statusWith(ServiceProcess service, String secret) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(service.uri("/api/spaces"))
                  .header("Authorization", "Bearer " + secret)
                  .build(),
              BodyHandlers.discarding())
          .statusCode();
    }
  }
}
