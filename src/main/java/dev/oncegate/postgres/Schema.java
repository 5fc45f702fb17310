package dev.oncegate.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Whether a database has the tables of this program already, as it nearly always has. */
public final class Schema {
  /** The newest migration in {@code db/migration}. */
  static final int NEWEST = 11;

  private static final String HISTORY = "select to_regclass('flyway_schema_history') is not null";
  private static final String IS_THERE =
      "select exists (select from flyway_schema_history where success and version = '"
          + NEWEST
          + "')";

  private Schema() {}

  /**
   * Asks with two statements what Flyway asks with forty, after it has read every migration; it
   * need not be asked where the newest is there.
   *
   * @return false also where nothing can be said, so that Flyway is asked and says why
   */
  public static boolean isCurrent(DataSource dataSource) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      return isTrue(statement, HISTORY) && isTrue(statement, IS_THERE);
    } catch (SQLException _) {
      return false;
    }
  }

  private static boolean isTrue(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      return row.next() && row.getBoolean(1);
    }
  }
}
