package dev.oncegate.postgres;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** What a failure of the database means, by its SQLSTATE, which PostgreSQL's appendix A lists. */
public final class DatabaseFailure {
  private static final String READ_ONLY = "25006";
  private static final String NO_RIGHT = "42501";
  private static final String CANCELED = "57014";
  private static final String REJECTED = "08004";
  private static final String WRONG_PASSWORD = "28P01";
  private static final String NOT_LET_IN = "28";
  private static final String NO_SUCH_DATABASE = "3D";

  // Connection, transaction state (which is how a transaction ends that stood still too long, or
  // that a standby does not let write), rollback, resources, state of an object (a lock not to be
  // had), intervention by an operator, the system (a full disk).
  private static final Set<String> PASSING_CLASSES =
      Set.of("08", "25", "40", "53", "55", "57", "58");

  // A session that says so has ended, or will never let anybody write: its server was shut down or
  // crashed, its transaction stood still too long, it was opened while the database was read-only.
  private static final Set<String> LOST_SESSION =
      Set.of("57P01", "57P02", "57P03", "57P04", "57P05", "25P03", "25P04", READ_ONLY);

  private DatabaseFailure() {}

  /** The SQLSTATE; empty where there is none, as with a pool that has no connection to give. */
  static String stateOf(SQLException e) {
    String state = e.getSQLState();
    return state == null ? "" : state;
  }

  /**
   * Whether the same may succeed later, without another program or other data. Who is let in and
   * what he may do counts as passing too, since it was different when the program started.
   */
  public static boolean isPassing(SQLException e) {
    String state = stateOf(e);
    return isOfPassingClass(state)
        || state.startsWith(NOT_LET_IN)
        || state.startsWith(NO_SUCH_DATABASE)
        || state.equals(NO_RIGHT);
  }

  private static boolean isOfPassingClass(String state) {
    return state.length() < 2 || PASSING_CLASSES.contains(state.substring(0, 2));
  }

  /** Whether the session is of no use any more. */
  public static boolean isOfSession(SQLException e) {
    String state = stateOf(e);
    return state.startsWith("08") || LOST_SESSION.contains(state);
  }

  /** What the database said, without what it adds for its developers. */
  public static String messageOf(SQLException e) {
    if (e instanceof PSQLException failure && failure.getServerErrorMessage() != null) {
      String message = failure.getServerErrorMessage().getMessage();
      if (message != null) {
        return message;
      }
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.strip();
  }

  /** What is the matter, for somebody who needs to know neither the statement nor the server. */
  public static String sentence(SQLException e) {
    String state = stateOf(e);
    if (state.equals(READ_ONLY)) {
      return "the database is read-only for now";
    }
    if (state.equals(CANCELED)) {
      return "the database took too long for it";
    }
    if (state.startsWith(NOT_LET_IN) || state.startsWith(NO_SUCH_DATABASE)) {
      return "the database does not let the service in";
    }
    if (state.equals(NO_RIGHT)) {
      return "the database does not allow the service to do this";
    }
    if (state.startsWith("53")) {
      return "the database has no room left for it";
    }
    if (state.startsWith("40") || state.startsWith("55")) {
      return "the database gave it up for the sake of others; try again";
    }
    if (isOfPassingClass(state)) {
      return "the database does not answer";
    }
    return "the database refused it; the log says why";
  }

  /**
   * What keeps a start or a command from the database until somebody changes something; null where
   * to wait may be enough.
   */
  public static @Nullable UnfitDatabaseException lasting(SQLException e, DatabaseAddress address) {
    String state = stateOf(e);
    String message = messageOf(e);
    if (message.contains("not currently accepting connections")) {
      return new UnfitDatabaseException(
          "%s takes no connections; have it take some: alter database %s allow_connections true;"
              .formatted(address, address.quotedName()));
    }
    if (isOfPassingClass(state) && !state.equals(REJECTED)) {
      return null;
    }
    if (state.equals(WRONG_PASSWORD)) {
      return new UnfitDatabaseException(
          ("%s does not know role %s with this password; give the right one in"
                  + " quarkus.datasource.password, or set it: alter role %s login password 'PASSWORD';")
              .formatted(address, address.quotedRole(), address.quotedRole()));
    }
    if (state.startsWith(NOT_LET_IN)) {
      return notLetIn(message, address);
    }
    if (state.startsWith(NO_SUCH_DATABASE)) {
      return new UnfitDatabaseException(
          ("%s does not exist; make it: create database %s owner %s"
                  + " encoding 'UTF8' locale 'C' template template0;")
              .formatted(address, address.quotedName(), address.quotedRole()));
    }
    if (state.equals(NO_RIGHT)) {
      return notAllowed(message, address);
    }
    if (state.equals(REJECTED) && message.contains("password")) {
      return new UnfitDatabaseException(
          ("%s wants a password of role %s; give it in quarkus.datasource.password, or set one:"
                  + " alter role %s login password 'PASSWORD';")
              .formatted(address, address.quotedRole(), address.quotedRole()));
    }
    return new UnfitDatabaseException(
        "%s cannot be used by role %s: %s".formatted(address, address.quotedRole(), message));
  }

  private static UnfitDatabaseException notLetIn(String message, DatabaseAddress address) {
    String role = address.quotedRole();
    if (message.contains("does not exist")) {
      return new UnfitDatabaseException(
          "%s has no role %s; make it: create role %s login password 'PASSWORD';"
              .formatted(address, role, role));
    }
    if (message.contains("not permitted to log in")) {
      return new UnfitDatabaseException(
          "%s does not let role %s in; let it: alter role %s login;"
              .formatted(address, role, role));
    }
    return new UnfitDatabaseException(
        ("%s does not let role %s in (%s); let it by a line of pg_hba.conf, as in \"host %s %s all"
                + " scram-sha-256\", and then: select pg_reload_conf();")
            .formatted(address, role, message, address.quotedName(), role));
  }

  private static UnfitDatabaseException notAllowed(String message, DatabaseAddress address) {
    String role = address.quotedRole();
    if (message.contains("for database")) {
      return new UnfitDatabaseException(
          "%s does not let role %s connect; let it: grant connect on database %s to %s;"
              .formatted(address, role, address.quotedName(), role));
    }
    if (message.contains("must be owner")) {
      return new UnfitDatabaseException(
          ("%s has tables that role %s does not own and cannot change (%s); give them to it, as"
                  + " their owner or a superuser: reassign owned by OWNER to %s;")
              .formatted(address, role, message, role));
    }
    return new UnfitDatabaseException(
        ("%s does not allow role %s what it needs (%s); allow it: grant select, insert, update,"
                + " delete on all tables in schema public to %s; grant usage on all sequences in schema"
                + " public to %s;")
            .formatted(address, role, message, role, role));
  }
}
