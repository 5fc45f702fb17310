package dev.oncegate.app;

import dev.oncegate.postgres.DatabaseFailure;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ExceptionSorter;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.quarkus.agroal.runtime.JdbcDriver;
import io.quarkus.arc.Unremovable;
import io.quarkus.jdbc.postgresql.runtime.PostgreSQLAgroalConnectionConfigurer;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/**
 * Keeps sessions out of the pool that nobody can write with. A session that was opened while the
 * database was read-only may stay so for good, also when every new one can write; PostgreSQL tells
 * the driver of each session whether it can, so that to ask costs nothing.
 */
@Singleton
@Alternative
@Priority(1)
@Unremovable
@JdbcDriver("postgresql")
public final class WritableConnections extends PostgreSQLAgroalConnectionConfigurer {
  private static final int ANSWERS_WITHIN_SECONDS = 2;

  // What PostgreSQL (14 and later) reports at once and whenever it changes.
  private static final String[] READ_ONLY = {"in_hot_standby", "default_transaction_read_only"};

  @Override
  public void setExceptionSorter(String databaseKind, AgroalDataSourceConfigurationSupplier pool) {
    // Configurers are asked for this last, so what is set here stays.
    ExceptionSorter sorter = DatabaseFailure::isOfSession;
    ConnectionValidator validator = WritableConnections::isOfUse;
    pool.connectionPoolConfiguration().exceptionSorter(sorter).connectionValidator(validator);
  }

  /**
   * Asked of sessions that have been idle for a while, so of none that was just opened: where the
   * database really is read-only, a new one lets people read, and says why they cannot write.
   */
  private static boolean isOfUse(Connection connection) {
    try {
      PGConnection session = connection.unwrap(PGConnection.class);
      for (String setting : READ_ONLY) {
        if ("on".equals(session.getParameterStatus(setting))) {
          return false;
        }
      }
      return connection.isValid(ANSWERS_WITHIN_SECONDS);
    } catch (SQLException _) {
      return false;
    }
  }
}
