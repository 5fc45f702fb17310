package dev.oncegate.crash;

import dev.oncegate.testkit.EmbeddedBroker;
import dev.oncegate.testkit.PrimaryAndStandby;
import dev.oncegate.testkit.ServiceProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The processes of the real program, and whoever keeps them running: a process that ended is
 * started again under its name.
 */
final class Fleet implements AutoCloseable {
  static final Duration SESSION_TIMEOUT = Duration.ofSeconds(3);

  private static final Duration READY_WITHIN = Duration.ofSeconds(90);
  private static final String EXTRA = "crash-extra";

  /** A running process. */
  record Member(String name, ServiceProcess process, int trapPort) {
    void signal(String signal) throws IOException, InterruptedException {
      process.signal(signal);
    }
  }

  private final Path program;
  private final EmbeddedBroker broker;
  private final PrimaryAndStandby database;
  private final Path tables;
  private final Path logs;
  private final Map<String, Member> members = new TreeMap<>();
  private boolean ended;
  private int endedByThemselves;

  Fleet(Path program, EmbeddedBroker broker, PrimaryAndStandby database, Path tables, Path logs) {
    this.program = program;
    this.broker = broker;
    this.database = database;
    this.tables = tables;
    this.logs = logs;
  }

  /** Has as many as this run, and waits until they are ready. */
  void start(int count) {
    for (int i = members().size() + 1; i <= count; i++) {
      Member _ = start("crash-" + i);
    }
    for (Member member : members()) {
      member.process().awaitReady(READY_WITHIN);
    }
  }

  private synchronized Member start(String name) {
    if (ended) {
      throw new IllegalStateException("the crash test was ended while it went on");
    }
    var settings = new HashMap<String, String>();
    settings.put("oncegate.instance", name);
    settings.put("quarkus.datasource.jdbc.url", database.jdbcUrl());
    settings.put("oncegate.session-timeout", SESSION_TIMEOUT.toMillis() + "MS");
    settings.put("oncegate.transaction-timeout", "10S");
    settings.put("oncegate.tables", tables.toString());
    int trapPort = ServiceProcess.freePort();
    var member =
        new Member(
            name,
            ServiceProcess.start(
                program,
                broker,
                database.primary(),
                settings,
                logs.resolve(name + ".log"),
                "-Xmx384m",
                "-XX:-UseParallelGC",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                Trap.jvmOption(trapPort)),
            trapPort);
    members.put(name, member);
    return member;
  }

  /** Those that were started and not ended, by name. */
  synchronized List<Member> members() {
    return new ArrayList<>(members.values());
  }

  /** One of them; the same for the same number, as long as as many run. */
  Member pick(long number) {
    List<Member> all = members();
    return all.get((int) Math.floorMod(number, (long) all.size()));
  }

  /** SIGKILL, and the same once more. */
  void killAndRestart(Member member) {
    member.process().kill();
    Member _ = start(member.name());
  }

  /** One more, when it is ready. */
  void addExtra() {
    start(EXTRA).process().awaitReady(READY_WITHIN);
  }

  /** Ends the one that was added, with its leave. */
  void removeExtra() {
    Member extra;
    synchronized (this) {
      extra = members.remove(EXTRA);
    }
    if (extra != null) {
      extra.process().close();
    }
  }

  /** Starts those again that ended without being told. */
  void restartTheFallen() {
    for (Member member : members()) {
      if (!member.process().isAlive()) {
        endedByThemselves++;
        Member _ = start(member.name());
      }
    }
  }

  int endedByThemselves() {
    return endedByThemselves;
  }

  /** Ends all, as if the machine went down or with their leave, has something done, starts them. */
  void without(boolean kills, Runnable deed) {
    List<Member> all = members();
    if (kills) {
      all.forEach(member -> member.process().kill());
    } else {
      stop();
    }
    deed.run();
    for (Member member : all) {
      Member _ = start(member.name());
    }
  }

  /** Ends all, with their leave. */
  void stop() {
    members().parallelStream().forEach(member -> member.process().close());
  }

  /** Ends all at once, frozen ones too. */
  @Override
  public void close() {
    synchronized (this) {
      ended = true;
    }
    for (Member member : members()) {
      member.process().kill();
    }
  }
}
