package dev.oncegate.postgres;

import dev.oncegate.audit.AuditLog;
import dev.oncegate.audit.AuditedChange;
import dev.oncegate.core.DependencyUnavailableException;
import dev.oncegate.rules.store.Activation;
import dev.oncegate.rules.store.ReleaseRequest;
import dev.oncegate.rules.store.ReleaseRequest.ReleaseDecision;
import dev.oncegate.rules.store.ReleaseRequest.ReleaseState;
import dev.oncegate.rules.store.ReleaseRequests;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The requests to put rulebooks in force, in a table. */
public final class PostgresReleases implements ReleaseRequests {
  private static final String REQUEST = "release-request";

  private static final String COLUMNS =
      "id, hash, requested_by, requested_at, reason, evidence, state,"
          + " decided_by, decided_at, decided_for";
  private static final String OPEN =
      "insert into release_request (hash, requested_by, reason, evidence) values (?, ?, ?, ?)"
          + " returning "
          + COLUMNS;
  private static final String OF =
      "select " + COLUMNS + " from release_request where hash = ? order by id desc";
  private static final String FIND = "select " + COLUMNS + " from release_request where id = ?";
  private static final String DECIDE =
      "update release_request"
          + " set state = ?, decided_by = ?, decided_for = ?, decided_at = clock_timestamp()"
          + " where id = ? and state = 'open' returning "
          + COLUMNS;

  private final DataSource dataSource;
  private final AuditLog audit;

  public PostgresReleases(DataSource dataSource, AuditLog audit) {
    this.dataSource = dataSource;
    this.audit = audit;
  }

  @Override
  public ReleaseRequest open(String hash, String by, @Nullable String reason, String evidence) {
    return within(
        connection -> {
          ReleaseRequest opened = query(connection, OPEN, hash, by, reason, evidence).getFirst();
          tell(connection, "request-release", null, opened);
          return opened;
        });
  }

  @Override
  public List<ReleaseRequest> of(String hash) {
    return within(connection -> query(connection, OF, hash));
  }

  @Override
  public Optional<ReleaseRequest> find(long id) {
    return within(connection -> query(connection, FIND, id).stream().findFirst());
  }

  @Override
  public Optional<ReleaseRequest> approve(long id, String by, @Nullable String reason) {
    return within(
        connection -> {
          Optional<ReleaseRequest> decided =
              decide(connection, id, ReleaseState.APPROVED, by, reason);
          if (decided.isPresent()) {
            List<Activation> last = PostgresRulebooks.activations(connection, 1);
            String before = last.isEmpty() ? null : last.getFirst().hash();
            PostgresRulebooks.activate(connection, decided.get().hash(), by);
            tell(connection, "approve", PostgresRulebooks.inForce(before), decided.get());
          }
          return decided;
        });
  }

  @Override
  public Optional<ReleaseRequest> reject(long id, String by, @Nullable String reason) {
    return within(
        connection -> {
          Optional<ReleaseRequest> decided =
              decide(connection, id, ReleaseState.REJECTED, by, reason);
          if (decided.isPresent()) {
            tell(connection, "reject", null, decided.get());
          }
          return decided;
        });
  }

  private static Optional<ReleaseRequest> decide(
      Connection connection, long id, ReleaseState state, String by, @Nullable String reason)
      throws SQLException {
    return query(connection, DECIDE, state.word(), by, reason, id).stream().findFirst();
  }

  private void tell(
      Connection connection,
      String action,
      @Nullable Map<String, String> before,
      ReleaseRequest request)
      throws SQLException {
    var after = new LinkedHashMap<String, Object>();
    after.put("rulebook", request.hash());
    after.put("requestedBy", request.requestedBy());
    after.put("state", request.state().word());
    audit.append(
        connection,
        new AuditedChange(action, REQUEST, Long.toString(request.id()), null, before, after));
  }

  private <R> R within(DatabaseTransaction.SqlWork<R> step) {
    try {
      return DatabaseTransaction.in(
          dataSource,
          connection -> {
            AuditLog.begin(connection);
            return step.on(connection);
          });
    } catch (SQLException e) {
      throw new DependencyUnavailableException("the release requests: " + e.getMessage(), e);
    }
  }

  private static List<ReleaseRequest> query(
      Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
    var requests = new ArrayList<ReleaseRequest>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          requests.add(request(rows));
        }
      }
    }
    return requests;
  }

  private static ReleaseRequest request(ResultSet row) throws SQLException {
    String by = row.getString(8);
    return new ReleaseRequest(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getObject(4, OffsetDateTime.class).toInstant(),
        row.getString(5),
        row.getString(6),
        ReleaseState.valueOf(row.getString(7).toUpperCase(Locale.ROOT)),
        by == null
            ? null
            : new ReleaseDecision(
                by, row.getObject(9, OffsetDateTime.class).toInstant(), row.getString(10)));
  }
}
