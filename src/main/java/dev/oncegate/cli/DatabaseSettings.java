package dev.oncegate.cli;

import dev.oncegate.postgres.DatabaseAddress;
import dev.oncegate.postgres.DatabaseCheck;
import dev.oncegate.postgres.DatabaseFailure;
import dev.oncegate.postgres.UnfitDatabaseException;
import java.sql.Connection;
import java.sql.SQLException;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** How a command reaches PostgreSQL: by the settings that {@code serve} goes by. */
record DatabaseSettings(PGSimpleDataSource source, DatabaseAddress address) {
  private static final String DATABASE = "quarkus.datasource.";
  private static final int CONNECT_SECONDS = 10;
  private static final String NO_SUCH_TABLE = "42P01";

  /**
   * What the settings say.
   *
   * @param jdbcUrl over what the settings say
   */
  static DatabaseSettings of(@Nullable String jdbcUrl) throws UnusableInputException {
    Config config = ConfigProvider.getConfig();
    String url =
        jdbcUrl != null
            ? jdbcUrl
            : config.getOptionalValue(DATABASE + "jdbc.url", String.class).orElse(null);
    if (url == null) {
      throw new UnusableInputException(
          "where PostgreSQL is, neither --jdbc-url nor " + DATABASE + "jdbc.url says");
    }
    String user = config.getOptionalValue(DATABASE + "username", String.class).orElse(null);
    DatabaseAddress address;
    var source = new PGSimpleDataSource();
    try {
      address = DatabaseAddress.of(url, user);
      source.setUrl(url);
    } catch (IllegalArgumentException e) {
      throw new UnusableInputException(String.valueOf(e.getMessage()));
    }
    if (source.getUser() == null && user != null) {
      source.setUser(user);
    }
    config.getOptionalValue(DATABASE + "password", String.class).ifPresent(source::setPassword);
    source.setLoginTimeout(CONNECT_SECONDS);
    return new DatabaseSettings(source, address);
  }

  /** Whether a service's tables are there. */
  void check() throws UnusableInputException {
    try (Connection connection = source.getConnection()) {
      DatabaseCheck.forReading(connection, address);
    } catch (SQLException e) {
      throw unusable(e);
    } catch (UnfitDatabaseException e) {
      throw new UnusableInputException(String.valueOf(e.getMessage()));
    }
  }

  UnusableInputException unusable(SQLException e) {
    if (NO_SUCH_TABLE.equals(e.getSQLState())) {
      return new UnusableInputException(
          address + " has the tables of an older Oncegate; start this one's service once");
    }
    UnfitDatabaseException lasting = DatabaseFailure.lasting(e, address);
    return new UnusableInputException(
        lasting == null
            ? address + ": " + DatabaseFailure.messageOf(e)
            : String.valueOf(lasting.getMessage()));
  }
}
