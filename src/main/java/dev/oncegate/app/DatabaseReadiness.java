package dev.oncegate.app;

import dev.oncegate.postgres.DatabaseFailure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while the database answers and can be written to. In place of Quarkus' own check, which is
 * content with a database that is read-only.
 */
@Readiness
@ApplicationScoped
final class DatabaseReadiness implements HealthCheck {
  private static final String NAME = "Database connections health check";
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(3);
  private static final String STATE =
      "select pg_is_in_recovery(), current_setting('transaction_read_only')::boolean";

  private final DataSource dataSource;

  @Inject
  DatabaseReadiness(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public HealthCheckResponse call() {
    try (Connection connection = dataSource.getConnection()) {
      connection.setNetworkTimeout(Runnable::run, (int) ANSWERS_WITHIN.toMillis());
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(STATE)) {
        row.next();
        if (row.getBoolean(1)) {
          return down(
              "the database is read-only: it is a standby; name all hosts in the URL, with targetServerType=primary");
        }
        if (row.getBoolean(2)) {
          return down(
              "the database is read-only: default_transaction_read_only is on for it, the role or the server");
        }
        return HealthCheckResponse.up(NAME);
      }
    } catch (SQLException e) {
      return down(DatabaseFailure.sentence(e) + ": " + DatabaseFailure.messageOf(e));
    }
  }

  private static HealthCheckResponse down(String why) {
    return HealthCheckResponse.named(NAME).down().withData("why", why).build();
  }
}
