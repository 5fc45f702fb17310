package dev.oncegate.integrations;

import dev.oncegate.core.update.CodePoints;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.core.update.Space;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Spaces, destinations and connections as they are in the database, for whoever looks at them or
 * changes them. What goes through here is valid in itself; what it refers to is checked here. To
 * save what is there already changes nothing.
 */
public final class Catalog {
  // xmax is of whoever locked or replaced a row that was there; a row that was not has none.
  private static final String CREATED = " returning xmax = 0";

  private static final String SAVE_SPACE =
      """
      insert into space (id, tier) values (?, ?)
      on conflict (id) do update set tier = excluded.tier where space.tier <> excluded.tier
      """
          + CREATED;

  private static final String SAVE_DESTINATION =
      """
      insert into destination (id, space_id, type, name, enabled, dedupes_on,
        call, ids_per_event, dedupe_scope, resend)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (id) do update set space_id = excluded.space_id, type = excluded.type,
        name = excluded.name, enabled = excluded.enabled, dedupes_on = excluded.dedupes_on,
        call = excluded.call, ids_per_event = excluded.ids_per_event,
        dedupe_scope = excluded.dedupe_scope, resend = excluded.resend
      where destination.* is distinct from excluded.*
      """
          + CREATED;

  private static final List<String> LEAD_TO =
      List.of(
          """
          delete from connection_destination
          where computation_id = ? and destination_id <> all (?)
          """,
          """
          insert into connection_destination select ?, unnest(?::text[]) on conflict do nothing
          """);

  // PostgreSQL's code for a row that refers to one that is not there.
  private static final String NO_SUCH_KEY = "23503";

  private final DataSource dataSource;

  public Catalog(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  public List<Space> spaces() throws SQLException {
    return all(Rows.SPACES, Rows::space, Comparator.comparing(Space::id, CodePoints::compare));
  }

  public Optional<Space> space(String id) throws SQLException {
    return one(Rows.SPACES + " where id = ?", id, Rows::space);
  }

  public Saved save(Space space) throws SQLException {
    try (Connection database = dataSource.getConnection();
        PreparedStatement insert = database.prepareStatement(SAVE_SPACE)) {
      insert.setString(1, space.id());
      insert.setString(2, space.tier());
      return saved(insert);
    }
  }

  /** A space with destinations stays. */
  public Removed removeSpace(String id) throws SQLException {
    int destinations =
        one("select count(*) from destination where space_id = ?", id, row -> row.getInt(1))
            .orElseThrow();
    if (destinations > 0) {
      return new Removed.InUse(destinations + " destinations are in it; remove them first");
    }
    return remove("delete from space where id = ?", id);
  }

  public List<Destination> destinations() throws SQLException {
    return all(Rows.DESTINATIONS, Rows::destination, Destination.BY_ID);
  }

  public Optional<Destination> destination(String id) throws SQLException {
    return one(Rows.DESTINATIONS + " where id = ?", id, Rows::destination);
  }

  public Saved save(Destination destination) throws SQLException {
    try (Connection database = dataSource.getConnection();
        PreparedStatement insert = database.prepareStatement(SAVE_DESTINATION)) {
      insert.setString(1, destination.id());
      insert.setString(2, destination.spaceId());
      insert.setString(3, destination.type());
      insert.setString(4, destination.name());
      insert.setBoolean(5, destination.enabled());
      insert.setArray(
          6, database.createArrayOf("text", destination.dedupesOn().stream().sorted().toArray()));
      insert.setString(7, destination.call().word());
      insert.setString(8, Rows.word(destination.idsPerEvent()));
      insert.setString(9, Rows.word(destination.dedupeScope()));
      insert.setString(10, destination.resend().word());
      return saved(insert);
    } catch (SQLException e) {
      if (NO_SUCH_KEY.equals(e.getSQLState())) {
        return new Saved.Refused("spaceId", "there is no space " + destination.spaceId());
      }
      throw e;
    }
  }

  /** Connections no longer lead to it. */
  public Removed removeDestination(String id) throws SQLException {
    // The foreign key takes the connections' rows with it.
    return remove("delete from destination where id = ?", id);
  }

  public List<Integrations.Connection> connections() throws SQLException {
    return all(
        Rows.CONNECTIONS,
        Rows::connection,
        Comparator.comparing(Integrations.Connection::computationId, CodePoints::compare));
  }

  public Optional<Integrations.Connection> connection(String computationId) throws SQLException {
    return one(Rows.CONNECTIONS + " where computation_id = ?", computationId, Rows::connection);
  }

  public Saved save(Integrations.Connection connection) throws SQLException {
    List<String> ids = connection.destinationIds();
    try (Connection database = dataSource.getConnection()) {
      database.setAutoCommit(false);
      Set<String> known = known(database, ids);
      for (int i = 0; i < ids.size(); i++) {
        if (!known.contains(ids.get(i))) {
          return new Saved.Refused(
              "destinationIds[" + i + "]", "there is no destination " + ids.get(i));
        }
      }
      boolean created = lock(database, connection.computationId());
      for (String change : LEAD_TO) {
        try (PreparedStatement statement = database.prepareStatement(change)) {
          statement.setString(1, connection.computationId());
          statement.setArray(2, database.createArrayOf("text", ids.toArray()));
          statement.executeUpdate();
        }
      }
      database.commit();
      return created ? new Saved.Created() : new Saved.Replaced();
    }
  }

  public Removed removeConnection(String computationId) throws SQLException {
    return remove("delete from connection where computation_id = ?", computationId);
  }

  private static Set<String> known(Connection database, List<String> destinationIds)
      throws SQLException {
    try (PreparedStatement select =
        database.prepareStatement("select id from destination where id = any (?)")) {
      select.setArray(1, database.createArrayOf("text", destinationIds.toArray()));
      try (ResultSet rows = select.executeQuery()) {
        return Set.copyOf(Rows.all(rows, row -> row.getString(1)));
      }
    }
  }

  /** Has the connection's row, and nobody else until the transaction ends; whether it is new. */
  private static boolean lock(Connection database, String computationId) throws SQLException {
    try (PreparedStatement insert =
            database.prepareStatement("insert into connection values (?) on conflict do nothing");
        PreparedStatement select =
            database.prepareStatement(
                "select from connection where computation_id = ? for update")) {
      insert.setString(1, computationId);
      if (insert.executeUpdate() > 0) {
        return true;
      }
      select.setString(1, computationId);
      select.execute();
      return false;
    }
  }

  /** What became of a row; none comes back where nothing had to be changed. */
  private static Saved saved(PreparedStatement insert) throws SQLException {
    try (ResultSet row = insert.executeQuery()) {
      return row.next() && row.getBoolean(1) ? new Saved.Created() : new Saved.Replaced();
    }
  }

  private <T> List<T> all(String query, Rows.Reader<T> reader, Comparator<T> order)
      throws SQLException {
    try (Connection database = dataSource.getConnection();
        Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return Rows.all(rows, reader).stream().sorted(order).toList();
    }
  }

  private <T> Optional<T> one(String query, String id, Rows.Reader<T> reader) throws SQLException {
    try (Connection database = dataSource.getConnection();
        PreparedStatement select = database.prepareStatement(query)) {
      select.setString(1, id);
      try (ResultSet rows = select.executeQuery()) {
        return Rows.all(rows, reader).stream().findFirst();
      }
    }
  }

  private Removed remove(String deletion, String id) throws SQLException {
    try (Connection database = dataSource.getConnection();
        PreparedStatement delete = database.prepareStatement(deletion)) {
      delete.setString(1, id);
      return delete.executeUpdate() > 0 ? new Removed.Gone() : new Removed.Unknown();
    }
  }
}
