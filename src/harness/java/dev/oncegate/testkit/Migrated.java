package dev.oncegate.testkit;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Makes the application's tables in a database, as the application does at start. */
public final class Migrated {
  private Migrated() {}

  public static DataSource database(EmbeddedDatabase database) {
    DataSource dataSource = database.dataSource();
    Flyway.configure().dataSource(dataSource).load().migrate();
    return dataSource;
  }
}
