package dev.oncegate.bench;

import dev.oncegate.testkit.EmbeddedDatabase;
import dev.oncegate.testkit.ServiceProcess;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The packaged service, as it ships.
 *
 * @param lanes how many, where it is not as many as its peers have
 * @param content what is configured, and what the ledger holds from before
 * @param tables a directory of tables in place of those that ship
 */
record Oncegate(
    String name,
    String title,
    boolean decisionLog,
    OptionalInt lanes,
    Databases.Content content,
    Optional<Path> tables)
    implements Peer {
  private static final Duration READY_WITHIN = Duration.ofMinutes(2);
  private static final int OTHER_DESTINATIONS = 10;
  private static final int OTHER_SENDS = 1_000;

  /** As it is measured beside its peers. */
  static final Databases.Content AS_CONFIGURED =
      new Databases.Content("configured", sql(OTHER_DESTINATIONS, OTHER_SENDS));

  static final Oncegate AS_IT_SHIPS = asItShips("C", "Oncegate, no decision log", false);
  static final Oncegate WITH_LOG = asItShips("C+log", "Oncegate, with decision log", true);

  private static Oncegate asItShips(String name, String title, boolean decisionLog) {
    return new Oncegate(
        name, title, decisionLog, OptionalInt.empty(), AS_CONFIGURED, Optional.empty());
  }

  static String sql(int otherDestinations, long otherSends) {
    return World.sql() + World.sqlOfOthers(otherDestinations) + World.sqlOfLedger(otherSends);
  }

  @Override
  public String group(Station station) {
    return "oncegate-sync";
  }

  @Override
  public boolean decides() {
    return true;
  }

  @Override
  public Running start(Station station) throws SQLException {
    Servers servers = station.servers();
    // The groups' names are fixed, and what they did in the turn before is of no interest.
    List.of("oncegate-sync", "oncegate-sync-slow").forEach(servers.topics()::forget);
    Map<String, String> settings = new HashMap<>();
    settings.put("kafka.bootstrap.servers", servers.bootstrapServers());
    settings.put("quarkus.datasource.jdbc.url", servers.newDatabase(station.name(), content));
    settings.put("quarkus.datasource.username", EmbeddedDatabase.USER);
    settings.put("quarkus.datasource.password", EmbeddedDatabase.PASSWORD);
    settings.put("oncegate.stages", "sync");
    settings.put("oncegate.instance", station.name());
    settings.put("oncegate.decision-log", Boolean.toString(decisionLog));
    settings.put("oncegate.lanes.sync", Integer.toString(lanes.orElse(station.lanes())));
    settings.put("oncegate.topics.identified-output", station.input());
    settings.put("oncegate.topics.destination-events", station.output());
    settings.put("oncegate.topics.compute-output", station.name() + "-computed");
    settings.put("oncegate.topics.identified-output-slow", station.name() + "-slow");
    settings.put("oncegate.topics.sync-decisions", decisions(station));
    settings.put("oncegate.topics.sync-parked", parked(station));
    settings.put("oncegate.topics.sync-parked-handled", station.name() + "-handled");
    // Each turn reads the same input, and must not take it for read again.
    settings.put("oncegate.topics.published", station.name() + "-published");
    tables.ifPresent(it -> settings.put("oncegate.tables", it.toString()));
    Path program = Path.of(System.getProperty("oncegate.root", ".")).resolve("target/quarkus-app");
    var service =
        ServiceProcess.start(program, settings, station.log(), Child.JVM.toArray(String[]::new));
    var running = new Service(service);
    try {
      service.awaitReady(READY_WITHIN);
    } catch (IllegalStateException e) {
      running.close();
      throw e;
    }
    return running;
  }

  @Override
  public void checkBesides(Station station, long decisions) {
    Topics topics = station.servers().topics();
    if (topics.end(parked(station)) > 0) {
      throw new OtherWork(station.name() + " parked updates");
    }
    if (topics.end(decisions(station)) < (decisionLog ? decisions : 0)) {
      throw new OtherWork(station.name() + " did not log all decisions");
    }
  }

  private static String decisions(Station station) {
    return station.name() + "-decisions";
  }

  private static String parked(Station station) {
    return station.name() + "-parked";
  }

  private record Service(ServiceProcess process) implements Running {
    @Override
    public long pid() {
      return process.pid();
    }

    @Override
    public boolean isAlive() {
      return process.isAlive();
    }

    @Override
    public void close() {
      process.close();
    }
  }
}
