package dev.oncegate.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes entries in the transactions of the changes they tell of. The database gives an entry its
 * number and its hash when the transaction commits, so that no writer waits for another longer.
 */
public final class AuditLog {
  private static final String APPEND =
      """
      insert into audit_pending
        (actor, source, action, object_kind, object_id, space_id, before, after, reason)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Supplier<ChangeOrigin> current;

  /**
   * A log.
   *
   * @param current where the change comes from that is being made
   */
  public AuditLog(Supplier<ChangeOrigin> current) {
    this.current = current;
  }

  /**
   * Says that the program itself tells of what this transaction changes, which the tables' triggers
   * would do otherwise.
   */
  public static void begin(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("select set_config('oncegate.audited', 'on', true)");
    }
  }

  /** Tells of a change, in the transaction that makes it. */
  public void append(Connection connection, AuditedChange change) throws SQLException {
    append(connection, change, current.get());
  }

  /** An entry for later, of what is changed by whoever asks now. */
  public AuditNote note(AuditedChange change) {
    ChangeOrigin origin = current.get();
    return connection -> append(connection, change, origin);
  }

  /** Tells of a change that does not come from where the others do. */
  public static void append(Connection connection, AuditedChange change, ChangeOrigin origin)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(APPEND)) {
      insert.setString(1, origin.actor());
      insert.setString(2, origin.source().word());
      insert.setString(3, change.action());
      insert.setString(4, change.objectKind());
      insert.setString(5, change.objectId());
      insert.setString(6, change.spaceId());
      insert.setString(7, json(change.before()));
      insert.setString(8, json(change.after()));
      insert.setString(9, origin.reason());
      insert.executeUpdate();
    }
  }

  private static @Nullable String json(@Nullable Map<String, ?> fields) {
    try {
      return fields == null ? null : JSON.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of words, numbers and lists are always JSON", e);
    }
  }
}
