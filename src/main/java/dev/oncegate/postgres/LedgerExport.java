package dev.oncegate.postgres;

import dev.oncegate.core.decide.LastSend;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.decide.SendKey;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * All that the ledger says as of a moment, row by row, for a history elsewhere that begins with it.
 */
public final class LedgerExport {
  private static final String CUT =
      """
      left join unnest(?::integer[], ?::bigint[]) as cut(part, first_offset)
        on s.topic_id = ? and s.topic_partition = cut.part
      """;

  private static final String MERGES =
      """
      select s.space_id, s.profile_id, s.other_id
      from send_lineage s
      """
          + CUT
          + """
          where s.merged and (cut.first_offset is null or s.topic_offset < cut.first_offset)
          order by 1, 2, 3
          """;

  // In an order in which what comes later counts, where several rows are about one person: of a
  // partition by offset, of several by time, which for a partition is the latest that it has seen.
  // An exit has the time of the send that it refers to, and comes after it.
  private static final String SENDS =
      """
      select space_id, computation_id, unnest(destination_ids) as destination_id, profile_id,
             address_type, address, value, computed_at, computed_nanos, left_since, topic_id = ?,
             address is not null and address_rule is null
      from (
        select s.*,
               max((extract(epoch from s.computed_at) * 1000000)::bigint * 2 + s.left_since::integer)
                 over (partition by s.topic_id, s.topic_partition order by s.topic_offset) as clock
        from send_ledger s
      """
          + CUT
          + """
            where cut.first_offset is null or s.topic_offset < cut.first_offset
          ) visible
          order by clock, topic_id, topic_partition, topic_offset, destination_id, address_type, address
          """;

  private static final int ROWS_AT_A_TIME = 5_000;

  /** Who is given the rows. */
  public interface Receiver {
    /** Two profiles that are one. */
    void merge(String spaceId, String mergedId, String survivorId) throws IOException;

    /**
     * What was sent; of several to one person, what is said last counts.
     *
     * @param ofTheTopic whether an update of the cut's own topic wrote it
     * @param formerWriter where it is an address as addresses were compared before, the profile
     *     whose update wrote it; else null
     */
    void sent(SendHistory.Entry entry, boolean ofTheTopic, @Nullable String formerWriter)
        throws IOException;
  }

  private final DataSource dataSource;

  public LedgerExport(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Gives all of it, merges first, as of one moment of the database. */
  public void run(LedgerCut cut, Receiver receiver) throws SQLException, IOException {
    try (Connection connection = dataSource.getConnection()) {
      // Rows come a few at a time only within a transaction.
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      merges(connection, cut, receiver);
      sends(connection, cut, receiver);
      connection.rollback();
    }
  }

  private static void merges(Connection connection, LedgerCut cut, Receiver receiver)
      throws SQLException, IOException {
    try (PreparedStatement select = connection.prepareStatement(MERGES)) {
      set(cut, select, 1);
      select.setFetchSize(ROWS_AT_A_TIME);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          receiver.merge(text(rows, 1), text(rows, 2), text(rows, 3));
        }
      }
    }
  }

  private static void sends(Connection connection, LedgerCut cut, Receiver receiver)
      throws SQLException, IOException {
    try (PreparedStatement select = connection.prepareStatement(SENDS)) {
      select.setObject(1, cut.topicId());
      set(cut, select, 2);
      select.setFetchSize(ROWS_AT_A_TIME);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          receiver.sent(
              entry(rows), rows.getBoolean(11), rows.getBoolean(12) ? text(rows, 4) : null);
        }
      }
    }
  }

  private static void set(LedgerCut cut, PreparedStatement select, int at) throws SQLException {
    var partitions = new Integer[cut.offsets().size()];
    var offsets = new Long[partitions.length];
    int i = 0;
    for (Map.Entry<Integer, Long> first : cut.offsets().entrySet()) {
      partitions[i] = first.getKey();
      offsets[i++] = first.getValue();
    }
    Connection connection = select.getConnection();
    select.setArray(at, connection.createArrayOf("integer", partitions));
    select.setArray(at + 1, connection.createArrayOf("bigint", offsets));
    select.setObject(at + 2, cut.topicId());
  }

  private static SendHistory.Entry entry(ResultSet row) throws SQLException {
    String type = row.getString(5);
    SendKey.Subject subject =
        type == null
            ? new SendKey.Subject.Profile(text(row, 4))
            : new SendKey.Subject.Address(type, text(row, 6));
    return new SendHistory.Entry(
        new SendKey(text(row, 1), text(row, 2), text(row, 3), subject),
        new LastSend(
            text(row, 7),
            LedgerTable.instantOf(row.getObject(8, OffsetDateTime.class), row.getInt(9)),
            row.getBoolean(10)));
  }

  private static String text(ResultSet row, int column) throws SQLException {
    @Nullable String text = row.getString(column);
    if (text == null) {
      throw new IllegalStateException("column " + column + " of the ledger has no value");
    }
    return text;
  }
}
