package dev.oncegate.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a database can hold what this program keeps, before anything is kept in it. */
public final class DatabaseCheck {
  /** MERGE, which the ledger writes with, came with it. */
  static final int OLDEST_SERVER = 15;

  /** The newest in {@code db/migration}. */
  static final int NEWEST_MIGRATION = 17;

  private static final int NAMED = 3;
  private static final String READ_ONLY = "25006";
  private static final String FIRST_MIGRATION = "V1__configuration.sql";

  // Names of the schema's relations, except those of extensions, which Flyway does not mind either.
  private static final String FACTS =
      """
      select current_setting('server_version_num')::int, current_setting('server_version'),
        current_setting('server_encoding'),
        pg_is_in_recovery() or current_setting('transaction_read_only')::boolean,
        current_schema(),
        coalesce(has_schema_privilege(current_schema(), 'create'), false),
        exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where nspname = current_schema() and relname = 'flyway_schema_history'),
        array(select relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
              where nspname = current_schema() and relkind in ('r', 'p', 'v', 'm', 'f', 'S')
                and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
              order by 1)
      """;

  private static final String HISTORY =
      "select version, script from flyway_schema_history where version is not null and success";

  private static final String CLOSED_TABLES =
      """
      select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where nspname = current_schema() and relkind in ('r', 'p') and not relispartition
        and relname <> 'flyway_schema_history'
        and not (has_table_privilege(c.oid, 'select') and has_table_privilege(c.oid, 'insert')
          and has_table_privilege(c.oid, 'update') and has_table_privilege(c.oid, 'delete'))
      order by 1
      """;

  /**
   * What a database says of itself.
   *
   * @param version as PostgreSQL counts: 150004 is 15.4
   * @param schema where tables are looked for; null if there is none that the role may use
   * @param migrations that have run here; null if none ever has
   * @param relations the names of the schema's tables and the like
   */
  record DatabaseFacts(
      int version,
      String versionName,
      String encoding,
      boolean readOnly,
      @Nullable String schema,
      boolean mayCreate,
      @Nullable List<Migration> migrations,
      List<String> relations) {}

  /** A migration that has run. */
  record Migration(String version, String script) {
    int number() {
      String digits = version.replaceFirst("\\D.*", "");
      return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }
  }

  private DatabaseCheck() {}

  /**
   * Looks whether the service can run on it.
   *
   * @throws SQLException if it could not be seen, or if it is read-only for now
   * @throws UnfitDatabaseException if it can not until somebody changes something
   */
  public static void forService(Connection connection, DatabaseAddress address)
      throws SQLException, UnfitDatabaseException {
    DatabaseFacts facts = facts(connection);
    String obstacle = obstacle(facts, address);
    if (obstacle != null) {
      throw new UnfitDatabaseException(obstacle);
    }
    if (facts.readOnly()) {
      throw new SQLException(
          ("it is read-only: a standby (name all hosts in the URL, with targetServerType=primary), or "
                  + "default_transaction_read_only is on (alter database %s reset "
                  + "default_transaction_read_only; alter role %s reset "
                  + "default_transaction_read_only;)")
              .formatted(address.quotedName(), address.quotedRole()),
          READ_ONLY);
    }
    List<String> closed = closedTables(connection);
    if (!closed.isEmpty()) {
      String schema = DatabaseAddress.quoted(String.valueOf(facts.schema()));
      throw new UnfitDatabaseException(
          ("%s does not allow role %s to read and write %s; allow it: grant select, insert, "
                  + "update, delete on all tables in schema %s to %s; grant usage on all sequences in "
                  + "schema %s to %s;")
              .formatted(
                  address,
                  address.quotedRole(),
                  some(closed),
                  schema,
                  address.quotedRole(),
                  schema,
                  address.quotedRole()));
    }
  }

  /**
   * Looks whether this program's tables are there to be read.
   *
   * @throws UnfitDatabaseException if they are not, or are a newer program's
   */
  public static void forReading(Connection connection, DatabaseAddress address)
      throws SQLException, UnfitDatabaseException {
    DatabaseFacts facts = facts(connection);
    if (facts.migrations() == null) {
      throw new UnfitDatabaseException(
          "%s has no tables of Oncegate in %s; name the database that a service runs on"
              .formatted(address, schemaOf(facts)));
    }
    String obstacle = obstacle(facts, address);
    if (obstacle != null) {
      throw new UnfitDatabaseException(obstacle);
    }
  }

  /** What keeps the program from a database; null if nothing does. */
  static @Nullable String obstacle(DatabaseFacts facts, DatabaseAddress address) {
    String role = address.quotedRole();
    if (facts.version() < OLDEST_SERVER * 10_000) {
      return ("%s runs on PostgreSQL %s, and Oncegate needs %d or later; upgrade the server "
              + "(pg_upgrade), or name a newer one in quarkus.datasource.jdbc.url")
          .formatted(address, facts.versionName(), OLDEST_SERVER);
    }
    if (!facts.encoding().equals("UTF8")) {
      String other = DatabaseAddress.quoted(address.name() + "_utf8");
      return ("%s is encoded in %s, which cannot hold every name, and Oncegate needs UTF8; make "
              + "another, and name it in quarkus.datasource.jdbc.url: create database %s owner %s "
              + "encoding 'UTF8' locale 'C' template template0;")
          .formatted(address, facts.encoding(), other, role);
    }
    if (facts.schema() == null) {
      return ("%s has no schema that role %s may use; make one, as a superuser in this database: "
              + "create schema if not exists public; grant usage, create on schema public to %s;")
          .formatted(address, role, role);
    }
    List<Migration> migrations = facts.migrations();
    if (migrations == null && !facts.relations().isEmpty()) {
      return foreign(
          facts, address, "has tables of another program (" + some(facts.relations()) + ")");
    }
    if (migrations != null && !isOurs(migrations)) {
      return foreign(facts, address, "has the migrations of another program");
    }
    if (newest(facts) > NEWEST_MIGRATION) {
      return ("%s was made by a newer Oncegate (its schema is version %d, and this program knows %d); "
              + "start the newer program, or restore a backup of before: no statement leads back")
          .formatted(address, newest(facts), NEWEST_MIGRATION);
    }
    if (newest(facts) < NEWEST_MIGRATION && !facts.mayCreate()) {
      return ("%s does not allow role %s to make tables in %s; allow it, as the schema's owner or a "
              + "superuser in this database: grant create on schema %s to %s;")
          .formatted(address, role, schemaOf(facts), quotedSchema(facts), role);
    }
    return null;
  }

  private static String foreign(DatabaseFacts facts, DatabaseAddress address, String what) {
    return ("%s %s in %s; give Oncegate a schema of its own, and add currentSchema=oncegate to "
            + "quarkus.datasource.jdbc.url: create schema oncegate authorization %s;")
        .formatted(address, what, schemaOf(facts), address.quotedRole());
  }

  private static String some(List<String> names) {
    return names.size() <= NAMED
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, NAMED)) + " and others";
  }

  private static String schemaOf(DatabaseFacts facts) {
    return "schema " + quotedSchema(facts);
  }

  private static String quotedSchema(DatabaseFacts facts) {
    return DatabaseAddress.quoted(facts.schema() == null ? "public" : facts.schema());
  }

  private static boolean isOurs(List<Migration> migrations) {
    return migrations.isEmpty()
        || migrations.stream().anyMatch(it -> it.script().endsWith(FIRST_MIGRATION));
  }

  private static int newest(DatabaseFacts facts) {
    List<Migration> migrations = facts.migrations();
    return migrations == null ? 0 : migrations.stream().mapToInt(Migration::number).max().orElse(0);
  }

  private static DatabaseFacts facts(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      DatabaseFacts facts;
      boolean history;
      try (ResultSet row = statement.executeQuery(FACTS)) {
        row.next();
        history = row.getBoolean(7);
        facts =
            new DatabaseFacts(
                row.getInt(1),
                row.getString(2),
                row.getString(3),
                row.getBoolean(4),
                row.getString(5),
                row.getBoolean(6),
                null,
                List.of((String[]) row.getArray(8).getArray()));
      }
      return history ? with(facts, migrations(statement)) : facts;
    }
  }

  private static DatabaseFacts with(DatabaseFacts facts, List<Migration> migrations) {
    return new DatabaseFacts(
        facts.version(),
        facts.versionName(),
        facts.encoding(),
        facts.readOnly(),
        facts.schema(),
        facts.mayCreate(),
        migrations,
        facts.relations());
  }

  private static List<Migration> migrations(Statement statement) throws SQLException {
    var migrations = new ArrayList<Migration>();
    try (ResultSet row = statement.executeQuery(HISTORY)) {
      while (row.next()) {
        migrations.add(new Migration(row.getString(1), row.getString(2)));
      }
    }
    return migrations;
  }

  private static List<String> closedTables(Connection connection) throws SQLException {
    var closed = new ArrayList<String>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(CLOSED_TABLES)) {
      while (row.next()) {
        closed.add(row.getString(1));
      }
    }
    return closed;
  }
}
