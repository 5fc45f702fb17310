package dev.oncegate.audit;

import dev.oncegate.audit.AuditChain.KnownEntry;
import dev.oncegate.core.DependencyUnavailableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads all entries of a database, some at a time, and checks their chain. */
public final class AuditVerifier {
  private static final String ENTRIES =
      """
      select id, at, actor, source, action, object_kind, object_id, space_id, before, after, reason,
             previous_hash, hash
      from audit order by id
      """;
  private static final int ROWS_AT_A_TIME = 500;

  private final DataSource dataSource;

  public AuditVerifier(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * What came out.
   *
   * @param newestHash of the newest entry, to be written down elsewhere with its id
   */
  public record Verification(long entries, long newestId, String newestHash, long findings) {}

  /**
   * Checks all entries, as of one moment.
   *
   * @param known an entry whose hash was written down elsewhere; null if there is none
   * @param progress is told how many entries were checked
   * @throws DependencyUnavailableException if the database does not answer
   */
  public Verification verify(
      @Nullable KnownEntry known, Consumer<AuditFinding> findings, LongConsumer progress) {
    var chain = new AuditChain(findings, known);
    try (Connection connection = dataSource.getConnection()) {
      // Rows come a few at a time only within a transaction.
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(ROWS_AT_A_TIME);
        try (ResultSet rows = statement.executeQuery(ENTRIES)) {
          while (rows.next()) {
            chain.accept(entry(rows));
            progress.accept(chain.entries());
          }
        }
        chain.end(head(statement));
      }
      connection.rollback();
      return new Verification(chain.entries(), chain.newestId(), chain.newestHash(), chain.found());
    } catch (SQLException e) {
      throw new DependencyUnavailableException("the audit: " + e.getMessage(), e);
    }
  }

  private static @Nullable KnownEntry head(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("select id, hash from audit_head")) {
      return row.next() ? new KnownEntry(row.getLong(1), row.getString(2)) : null;
    }
  }

  private static AuditEntry entry(ResultSet row) throws SQLException {
    return new AuditEntry(
        row.getLong(1),
        row.getObject(2, OffsetDateTime.class).toInstant(),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getString(9),
        row.getString(10),
        row.getString(11),
        row.getString(12),
        row.getString(13));
  }
}
