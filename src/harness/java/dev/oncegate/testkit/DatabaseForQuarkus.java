package dev.oncegate.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives a test's application a PostgreSQL of its own, and no lanes. */
public final class DatabaseForQuarkus implements QuarkusTestResourceLifecycleManager {
  public static final Duration BODY_WITHIN = Duration.ofSeconds(5);

  private @Nullable EmbeddedDatabase database;

  @Override
  public Map<String, String> start() {
    var started = EmbeddedDatabase.start();
    database = started;
    return Map.of(
        "quarkus.datasource.jdbc.url",
        started.jdbcUrl(),
        "quarkus.datasource.username",
        EmbeddedDatabase.USER,
        "quarkus.datasource.password",
        EmbeddedDatabase.PASSWORD,
        // Not as patient as it would be, for a test of bodies that drip.
        "oncegate.http.body-within",
        BODY_WITHIN.toString(),
        "quarkus.http.test-port",
        "0",
        // A test of what has no lanes needs no broker.
        "oncegate.stages",
        "");
  }

  @Override
  public void stop() {
    if (database != null) {
      database.close();
    }
  }
}
