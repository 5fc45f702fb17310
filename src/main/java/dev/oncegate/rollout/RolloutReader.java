package dev.oncegate.rollout;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.hibernate.JDBCException;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;

/** Reads all flags and gates at once; there are few. */
@Singleton
public final class RolloutReader {
  private final SessionFactory sessions;

  RolloutReader(SessionFactory sessions) {
    this.sessions = sessions;
  }

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException if a row holds a word that is none of its column's
   */
  RolloutState read(Connection connection) throws SQLException {
    try (StatelessSession session = sessions.openStatelessSession(connection)) {
      Map<RolloutFlag, String> flags = new EnumMap<>(RolloutFlag.class);
      for (FlagEntity it :
          session.createSelectionQuery("from FlagEntity", FlagEntity.class).getResultList()) {
        RolloutFlag flag = RolloutFlag.of(it.name);
        // A flag of a newer version, whose instances run beside this one, is none of this one's.
        if (flag != null) {
          flags.put(flag, flag.canonical(it.value));
        }
      }
      List<FlowGate> gates =
          session.createSelectionQuery("from GateEntity", GateEntity.class).getResultList().stream()
              .map(GateEntity::toGate)
              .toList();
      return new RolloutState(flags, gates);
    } catch (JDBCException e) {
      throw e.getSQLException();
    }
  }
}
