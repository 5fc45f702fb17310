package dev.oncegate.testkit;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** A PostgreSQL with Oncegate's tables, and a pool of connections as the service has it. */
public final class MigratedDatabase implements AutoCloseable {
  private static final int CONNECTIONS = 20;

  private final EmbeddedDatabase server;
  private final AgroalDataSource pool;

  private MigratedDatabase(EmbeddedDatabase server, AgroalDataSource pool) {
    this.server = server;
    this.pool = pool;
  }

  public static MigratedDatabase start() {
    EmbeddedDatabase server = EmbeddedDatabase.start();
    Flyway.configure().dataSource(server.dataSource()).load().migrate();
    var settings = new AgroalDataSourceConfigurationSupplier();
    settings
        .connectionPoolConfiguration()
        .maxSize(CONNECTIONS)
        .acquisitionTimeout(Duration.ofSeconds(10))
        .exceptionSorter(new PostgreSQLExceptionSorter())
        .connectionFactoryConfiguration()
        .jdbcUrl(server.jdbcUrl())
        .principal(new NamePrincipal(EmbeddedDatabase.USER))
        .credential(new SimplePassword(EmbeddedDatabase.PASSWORD));
    try {
      return new MigratedDatabase(server, AgroalDataSource.from(settings));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public DataSource pool() {
    return pool;
  }

  public EmbeddedDatabase server() {
    return server;
  }

  /** Runs statements, and commits. */
  public void execute(String sql) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a query for one number says. */
  public long number(String sql) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    pool.close();
    server.close();
  }
}
