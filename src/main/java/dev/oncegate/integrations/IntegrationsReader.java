package dev.oncegate.integrations;

import dev.oncegate.core.update.Integrations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Function;
import org.hibernate.JDBCException;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;

/** Reads all spaces, destinations and connections at once. */
@Singleton
public final class IntegrationsReader {

  // A row version has a place and a writer of its own, so this sum changes with every committed
  // change, whatever the order of commits. It is reckoned where the rows are.
  private static final String VERSIONS =
      """
      select count(*), coalesce(sum(hashtextextended(version, 0)), 0) from (
        select 's' || ctid::text || xmin::text as version from space
        union all select 'd' || ctid::text || xmin::text from destination
        union all select 'c' || ctid::text || xmin::text from connection
        union all select 'l' || ctid::text || xmin::text from connection_destination
      ) as versions
      """;

  private final SessionFactory sessions;

  IntegrationsReader(SessionFactory sessions) {
    this.sessions = sessions;
  }

  /** Equal for the same state of the tables, different for a different one. */
  record TableVersions(long rows, String versions) {}

  static TableVersions versions(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(VERSIONS)) {
      row.next();
      return new TableVersions(row.getLong(1), row.getString(2));
    }
  }

  /**
   * Reads it all; the connection's transaction must see one state of the database.
   *
   * @throws IllegalArgumentException if a row holds a word that is none of its column's
   */
  Integrations read(Connection connection) throws SQLException {
    // Of all that is read nothing is changed, and nothing needs to be kept by a session.
    try (StatelessSession session = sessions.openStatelessSession(connection)) {
      return new Integrations(
          all(session, "from SpaceEntity", SpaceEntity.class, SpaceEntity::toSpace),
          all(
              session,
              "from DestinationEntity",
              DestinationEntity.class,
              DestinationEntity::toDestination),
          all(
              session,
              ConnectionEntity.ALL,
              ConnectionEntity.class,
              ConnectionEntity::toConnection));
    } catch (JDBCException e) {
      throw e.getSQLException();
    }
  }

  private static <E, T> List<T> all(
      StatelessSession session, String query, Class<E> entity, Function<E, T> reader) {
    return session.createSelectionQuery(query, entity).getResultList().stream()
        .map(reader)
        .toList();
  }
}
