package dev.oncegate.crash;

import dev.oncegate.crash.check.NothingLost;
import dev.oncegate.crash.check.NothingTwice;
import dev.oncegate.crash.check.SameVerdicts;
import dev.oncegate.testkit.Await;
import dev.oncegate.testkit.EmbeddedBroker;
import dev.oncegate.testkit.PrimaryAndStandby;
import dev.oncegate.testkit.ServiceProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One run of the crash test: start everything, feed and do harm, let it settle, read what is there,
 * hold it against what had to come.
 */
final class CrashRun implements AutoCloseable {
  private static final Duration QUIET = Duration.ofSeconds(5);
  private static final Duration QUIET_WHEN_STUCK = Duration.ofSeconds(30);
  private static final int FED_AFTER_A_STRIKE = 50;
  private static final int IDS_AT_A_TIME = 5_000;
  private static final Duration FED_WITHIN = Duration.ofMinutes(6);

  /**
   * What a run is made of.
   *
   * @param program the directory of the service that is run
   * @param tables those that ship
   * @param directory where logs, tables and findings go
   */
  record Plan(
      long seed,
      int updates,
      int kills,
      Set<Fault> faults,
      int processes,
      int perSecond,
      Path program,
      Path tables,
      Path directory) {}

  private final Plan plan;
  private final Consumer<String> progress;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final Map<Fault, Integer> missed = new HashMap<>();
  private boolean ended;

  CrashRun(Plan plan, Consumer<String> progress) {
    this.plan = plan;
    this.progress = progress;
  }

  /** Runs it; {@link #close} ends whatever is still there. */
  Findings run() throws Exception {
    long from = System.nanoTime();
    Workload workload = Workload.of(plan.seed(), plan.updates());
    List<Fault.Planned> schedule =
        Fault.schedule(plan.seed(), plan.updates(), plan.kills(), plan.faults());
    say(
        "seed %d: %,d updates of %,d profiles, %d faults"
            .formatted(plan.seed(), plan.updates(), workload.profiles().size(), schedule.size()));

    var starting = CompletableFuture.supplyAsync(() -> keep(PrimaryAndStandby.start()));
    EmbeddedBroker broker =
        keep(EmbeddedBroker.start(Map.of("group.min.session.timeout.ms", "1000")));
    PrimaryAndStandby database = starting.get();
    var tables = Tables.copy(plan.tables(), plan.directory().resolve("tables"));
    var fleet =
        keep(new Fleet(plan.program(), broker, database, tables.directory(), plan.directory()));
    fleet.start(1);
    configure(fleet.pick(0).process(), workload);
    fleet.start(plan.processes());
    say("%d processes are ready".formatted(plan.processes()));

    var onlooker = keep(new Onlooker(broker.bootstrapServers(), workload.updates()));
    onlooker.start();
    var feed = keep(new Feed(broker.bootstrapServers(), workload.updates(), plan.perSecond()));
    feed.start();
    var recoveries = new Recoveries(onlooker, fleet);
    var operator = keep(new Operator(broker.bootstrapServers()));
    var injector =
        new Injector(fleet, broker, database, tables, operator, sentOnce(workload.updates()));
    doHarm(schedule, injector, feed, recoveries);

    feed.upTo(plan.updates());
    feed.awaitEnd();
    if (plan.faults().contains(Fault.READ_AGAIN)
        || plan.faults().contains(Fault.TOPIC_MADE_AGAIN)) {
      operator.awaitEnd();
    }
    settle(onlooker, recoveries);
    say("stopping the processes and reading everything");
    fleet.stop();
    var took = Duration.ofNanos(System.nanoTime() - from);
    return findings(broker, workload, operator.readAgain(), onlooker, recoveries, fleet, took);
  }

  /** A journey goes to one destination, which gets it once. */
  private static Set<String> sentOnce(List<Update> updates) {
    var sentOnce = new HashSet<String>();
    for (Update update : updates) {
      if (update.computation().equals(World.JOURNEY)
          && update.why() != Update.Why.UNKNOWN
          && update.why() != Update.Why.POISON) {
        sentOnce.add(update.messageId());
      }
    }
    return sentOnce;
  }

  private static void configure(ServiceProcess service, Workload workload)
      throws IOException, InterruptedException {
    service.post(
        "/api/spaces",
        "application/json",
        "{\"id\": \"%s\", \"tier\": \"business\"}".formatted(World.SPACE));
    for (World.Target target : World.TARGETS) {
      service.post("/api/destinations", "application/json", target.json());
    }
    for (World.Computation computation : World.COMPUTATIONS) {
      service.post("/api/connections", "application/json", computation.json());
    }
    var ids = new ArrayList<String>();
    for (String profile : workload.profiles()) {
      for (String type : World.typesOf(profile)) {
        ids.add(World.externalId(profile, type));
      }
    }
    for (int from = 0; from < ids.size(); from += IDS_AT_A_TIME) {
      List<String> some = ids.subList(from, Math.min(ids.size(), from + IDS_AT_A_TIME));
      service.post("/api/external-ids", "application/x-ndjson", String.join("\n", some) + "\n");
    }
  }

  private void doHarm(
      List<Fault.Planned> schedule, Injector injector, Feed feed, Recoveries recoveries)
      throws IOException, InterruptedException {
    for (int i = 0; i < schedule.size(); i++) {
      Fault.Planned planned = schedule.get(i);
      feed.upTo(planned.position());
      Await.until(
          "the updates before the next fault are fed",
          FED_WITHIN,
          () -> {
            recoveries.look();
            return feed.fed() >= planned.position();
          });
      // Now and then a fault strikes before the last one is got over.
      if (Math.floorMod(planned.pick(), 4) != 0 && !recoveries.areOverInTime()) {
        say("the service does not get over it; no more faults");
        return;
      }
      boolean isLast = i + 1 == schedule.size();
      feed.upTo(isLast ? plan.updates() : schedule.get(i + 1).position());
      boolean struck =
          injector.inject(
              planned, () -> recoveries.struck(planned.fault(), feed.after(FED_AFTER_A_STRIKE)));
      if (!struck) {
        missed.merge(planned.fault(), 1, Integer::sum);
      }
      say(
          "%d/%d %s%s; %,d updates fed, %,d through"
              .formatted(
                  i + 1,
                  schedule.size(),
                  planned.fault().words(),
                  struck ? "" : " (nobody came to the point)",
                  feed.fed(),
                  recoveries.through()));
    }
  }

  /** Waits until nothing more comes. */
  private void settle(Onlooker onlooker, Recoveries recoveries) {
    say("all updates are fed; waiting until the last is through");
    // What is missing when it does not come to an end is for the checkers to say.
    Duration quiet = recoveries.areOverInTime() ? QUIET : QUIET_WHEN_STUCK;
    int[] last = {onlooker.decided()};
    long[] since = {System.nanoTime()};
    Await.until(
        "nothing more is decided",
        FED_WITHIN,
        () -> {
          int now = onlooker.decided();
          if (now != last[0]) {
            last[0] = now;
            since[0] = System.nanoTime();
          }
          return System.nanoTime() - since[0] > quiet.toNanos();
        });
  }

  private Findings findings(
      EmbeddedBroker broker,
      Workload workload,
      List<String> readAgain,
      Onlooker onlooker,
      Recoveries recoveries,
      Fleet fleet,
      Duration took)
      throws IOException {
    Map<String, Update> byId = new HashMap<>();
    workload.updates().forEach(update -> byId.put(update.messageId(), update));
    var input = new ArrayList<Update>();
    Map<String, Long> fedAt = new HashMap<>();
    Topics.readAll(
        broker.bootstrapServers(),
        Feed.TOPIC::equals,
        message -> {
          String value = new String(message.value(), StandardCharsets.UTF_8);
          Update update = byId.get(History.firstMessageId(value));
          if (update == null) {
            throw new IllegalStateException("nobody fed " + value);
          }
          input.add(update);
          fedAt.merge(update.messageId(), message.timestamp(), Math::max);
        });
    var there = new History();
    Topics.readAll(broker.bootstrapServers(), History::isRead, there::add);
    onlooker.awaitEnd(there);
    List<Update> again =
        readAgain.stream().map(id -> Objects.requireNonNull(byId.get(id), id)).toList();
    var expected = Model.sends(workload, input, again);
    var expectedDecisions = Model.decisions(input, again);
    var findings =
        new Findings(
            input.size(),
            there,
            NothingTwice.check(expected, there.sends()),
            NothingLost.check(expected, there.sends()),
            NothingTwice.check(expectedDecisions, there.decisions()),
            NothingLost.check(expectedDecisions, there.decisions()),
            SameVerdicts.check(there.log(), there.events()),
            differences(there, onlooker.history()),
            recoveries.strikes(),
            Map.copyOf(missed),
            fedAt,
            fleet.endedByThemselves(),
            took);
    if (!findings.isClean()) {
      Files.write(
          plan.directory().resolve("input.jsonl"), input.stream().map(Update::json).toList());
      Files.write(plan.directory().resolve("findings.txt"), findings.inWords());
      Files.write(
          plan.directory().resolve("sends.txt"),
          there.sends().stream().map(String::valueOf).toList());
    }
    return findings;
  }

  /** What one reader saw and the other did not; for people to look at. */
  private static List<String> differences(History atTheEnd, History allTheWhile) {
    var onlyOne = new ArrayList<String>();
    var end = new HashSet<>(atTheEnd.places());
    var all = allTheWhile.places();
    for (String place : all) {
      if (!end.remove(place)) {
        onlyOne.add("seen while it ran, gone at the end: " + place);
      }
    }
    for (String place : end) {
      onlyOne.add("there at the end, not seen while it ran: " + place);
    }
    return onlyOne;
  }

  private void say(String sentence) {
    progress.accept(sentence);
  }

  /** Remembers what is to be ended; ends it at once if everything else has ended already. */
  private <T extends AutoCloseable> T keep(T server) {
    synchronized (started) {
      if (!ended) {
        started.push(server);
        return server;
      }
    }
    close(server);
    throw new IllegalStateException("the crash test was ended while it started");
  }

  @Override
  public void close() {
    synchronized (started) {
      ended = true;
      while (!started.isEmpty()) {
        close(started.pop());
      }
    }
  }

  private void close(AutoCloseable server) {
    try {
      server.close();
    } catch (Exception e) {
      say("could not be ended: " + server + ": " + e);
    }
  }
}
