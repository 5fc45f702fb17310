package dev.oncegate.bench;

import dev.oncegate.testkit.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** The broker and the PostgreSQL that all turns of a run share. */
final class Servers implements AutoCloseable {
  // docs/operating.md advises it.
  private static final Map<String, String> AS_ADVISED = Map.of("max_locks_per_transaction", "512");

  private final BrokerProcess broker;
  private final EmbeddedDatabase database;
  private final Databases databases;
  private final Topics topics;
  private final long postmaster;

  private Servers(BrokerProcess broker, EmbeddedDatabase database)
      throws IOException, SQLException {
    this.broker = broker;
    this.database = database;
    this.databases =
        new Databases(database.jdbcUrl(), EmbeddedDatabase.USER, EmbeddedDatabase.PASSWORD);
    this.topics = new Topics(broker.bootstrapServers());
    this.postmaster = postmasterOf(database);
  }

  static Servers start(Path directory) throws IOException, SQLException {
    EmbeddedDatabase database = EmbeddedDatabase.start(AS_ADVISED);
    return new Servers(BrokerProcess.start(directory.resolve("broker.log")), database);
  }

  private static long postmasterOf(EmbeddedDatabase database) throws IOException, SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery("show data_directory")) {
      answer.next();
      Path file = Path.of(answer.getString(1), "postmaster.pid");
      return Long.parseLong(Files.readAllLines(file).getFirst().strip());
    }
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  Topics topics() {
    return topics;
  }

  /** A new database; answers its URL. */
  String newDatabase(String name, Databases.Content content) throws SQLException {
    return databases.make(name, content);
  }

  void dropDatabase(String name) throws SQLException {
    databases.drop(name);
  }

  double brokerCpuSeconds() {
    return Cpu.secondsOf(broker.pid());
  }

  double databaseCpuSeconds() {
    return Cpu.secondsOfFamily(postmaster);
  }

  /** Ends them all, though one be gone already and its client throw. */
  @Override
  public void close() {
    try (database;
        broker) {
      topics.close();
    }
  }
}
