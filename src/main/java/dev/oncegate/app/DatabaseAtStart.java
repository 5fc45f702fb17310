package dev.oncegate.app;

import dev.oncegate.core.DependencyUnavailableException;
import dev.oncegate.postgres.DatabaseAddress;
import dev.oncegate.postgres.DatabaseCheck;
import dev.oncegate.postgres.DatabaseFailure;
import dev.oncegate.postgres.UnfitDatabaseException;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Begins what needs the database at start. One that is not up yet, or is read-only while another
 * takes over, is waited for; a process that ended for that would have to be started anew. One that
 * cannot hold the data ends the start at once, with a sentence that says how to mend it.
 */
@Singleton
final class DatabaseAtStart {
  private static final Logger LOG = Logger.getLogger(DatabaseAtStart.class);

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Optional<String> url;
  private final Optional<String> user;
  private final Duration patience;

  /** What is begun; if it fails it leaves nothing behind. */
  interface StartStep<T> {
    T begin() throws IOException, SQLException;
  }

  @Inject
  DatabaseAtStart(
      @ConfigProperty(name = "quarkus.datasource.jdbc.url") Optional<String> url,
      @ConfigProperty(name = "quarkus.datasource.username") Optional<String> user) {
    this(url, user, PATIENCE);
  }

  DatabaseAtStart(Optional<String> url, Optional<String> user, Duration patience) {
    this.url = url;
    this.user = user;
    this.patience = patience;
  }

  /** Makes the tables, or changes those that an older program made. */
  void makeReady(Instance<DataSource> dataSource, Instance<Flyway> flyway) throws IOException {
    DatabaseAddress address = address();
    boolean _ =
        begin(
            () -> {
              try (Connection connection = dataSource.get().getConnection()) {
                DatabaseCheck.forService(connection, address);
              } catch (UnfitDatabaseException e) {
                throw end(e.getMessage());
              }
              migrate(flyway.get(), address);
              return true;
            });
  }

  private static void migrate(Flyway flyway, DatabaseAddress address) throws SQLException {
    try {
      flyway.migrate();
    } catch (FlywayException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof SQLException sql) {
          throw sql;
        }
      }
      LOG.debug("the tables could not be made", e);
      throw end(address + " does not let the tables be made: " + e.getMessage());
    }
  }

  /**
   * Begins as soon as the database lets it.
   *
   * @throws ConfigurationException with a sentence, if it will not, or not in time
   */
  <T> T begin(StartStep<T> beginning) throws IOException {
    DatabaseAddress address = address();
    long start = System.nanoTime();
    boolean waits = false;
    while (true) {
      try {
        T begun = beginning.begin();
        if (waits) {
          LOG.infof("%s answers now", address);
        }
        return begun;
      } catch (DependencyUnavailableException | SQLException failure) {
        SQLException e = sqlOf(failure);
        UnfitDatabaseException lasting = DatabaseFailure.lasting(e, address);
        if (lasting != null) {
          LOG.debug("the database cannot be worked with", e);
          throw end(lasting.getMessage());
        }
        String message = DatabaseFailure.messageOf(e);
        if (System.nanoTime() - start > patience.toNanos()
            || Thread.currentThread().isInterrupted()) {
          throw end(
              "%s cannot be worked with, and was waited for for %d s: %s"
                  .formatted(address, patience.toSeconds(), message));
        }
        if (!waits) {
          LOG.warnf(
              "%s cannot be worked with yet, or again, and is waited for for up to %d s: %s",
              address, patience.toSeconds(), message);
          waits = true;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private static SQLException sqlOf(Exception failure) {
    if (failure instanceof SQLException sql) {
      return sql;
    }
    return failure.getCause() instanceof SQLException sql ? sql : new SQLException(failure);
  }

  private DatabaseAddress address() {
    if (url.isEmpty()) {
      throw end("quarkus.datasource.jdbc.url has to say which PostgreSQL database to use");
    }
    try {
      return DatabaseAddress.of(url.get(), user.orElse(null));
    } catch (IllegalArgumentException e) {
      throw end(e.getMessage());
    }
  }

  /** Quarkus ends the start with this sentence on standard error, and without a stack trace. */
  static ConfigurationException end(@Nullable String sentence) {
    return new ConfigurationException("oncegate: " + sentence);
  }
}
