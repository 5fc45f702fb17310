package dev.oncegate.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Work on a connection of its own, all or nothing. */
public final class DatabaseTransaction {
  private DatabaseTransaction() {}

  /** What is done in a transaction. */
  public interface SqlWork<R extends @Nullable Object> {
    R on(Connection connection) throws SQLException;
  }

  /** Commits what the work does, or none of it if it throws. */
  public static <R extends @Nullable Object> R in(DataSource dataSource, SqlWork<R> work)
      throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        R answer = work.on(connection);
        connection.commit();
        return answer;
      } catch (SQLException | RuntimeException | Error e) {
        rollBack(connection, e);
        throw e;
      }
    }
  }

  /** The pool of connections would commit what it finds open. */
  private static void rollBack(Connection connection, Throwable failure) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }
}
