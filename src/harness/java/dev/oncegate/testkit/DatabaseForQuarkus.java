package dev.oncegate.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives a test's application a PostgreSQL of its own, and no lanes. */
public final class DatabaseForQuarkus implements QuarkusTestResourceLifecycleManager {
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
