package dev.oncegate.bench;

import dev.oncegate.codec.IntegrationsFile;
import dev.oncegate.core.decide.Rulebook;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.rules.LoadResult;
import dev.oncegate.rules.RulebookFiles;
import dev.oncegate.rules.RulebookLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One run: servers, input, then the peers in turns. */
final class BenchRun implements AutoCloseable {
  private static final int LINGER_MILLIS = 20;
  private static final int EXAMPLES = 10_000;

  private final Plan plan;
  private final Consumer<String> progress;
  private final Results results = new Results();
  private final Rulebook rulebook;
  private @Nullable Servers started;
  private @Nullable Expectation expectation;
  private int turns;

  BenchRun(Plan plan, Consumer<String> progress) {
    this.plan = plan;
    this.progress = progress;
    this.rulebook =
        switch (RulebookLoader.load(RulebookFiles.shipped())) {
          case LoadResult.Accepted accepted -> accepted.rulebook();
          case LoadResult.Refused refused ->
              throw new IllegalStateException("the tables that ship: " + refused.problems());
        };
  }

  /** Measures all of the plan. */
  void run() throws Exception {
    Files.createDirectories(plan.directory());
    Files.writeString(plan.directory().resolve("integrations.json"), World.json());
    progress.accept("starting a Kafka broker and a PostgreSQL");
    Servers servers = Servers.start(plan.directory());
    started = servers;
    Input input = fill(servers, plan, "updates");
    expectation = input.expectation();
    Files.write(
        JavaPeer.shapeFile(plan.directory()),
        input.expectation().shape().stream().map(BenchRun::line).toList());
    progress.accept("a first turn that does not count, in which the broker warms up");
    Measurement _ = turn(servers, input, JavaPeer.LIMIT);
    inTurns(servers, input);
    if (plan.has("D")) {
      Input shorter = fill(servers, plan.shorter(), "updates-for-the-naive");
      results.add(turn(servers, shorter, JavaPeer.NAIVE));
    }
    if (!plan.latency().isZero()) {
      steadily(servers);
    }
    if (plan.scales()) {
      scale(servers, input);
    }
  }

  /** What was measured up to now; null if nothing was. */
  @Nullable Report report(Machine machine) {
    return expectation == null || results.areNone()
        ? null
        : new Report(machine, plan, expectation, results);
  }

  private void inTurns(Servers servers, Input input) throws Exception {
    var peers = new ArrayList<Peer>();
    if (plan.has("A")) {
      peers.add(JavaPeer.LIMIT);
    }
    if (plan.has("B")) {
      peers.add(JavaPeer.BY_HAND);
    }
    if (plan.has("C")) {
      peers.add(Oncegate.AS_IT_SHIPS);
      peers.add(Oncegate.WITH_LOG);
    }
    for (int round = 1; round <= plan.rounds(); round++) {
      for (Peer peer : peers) {
        results.add(turn(servers, input, peer));
      }
    }
  }

  private void steadily(Servers servers) throws Exception {
    for (Peer peer : List.of(JavaPeer.LIMIT, JavaPeer.BY_HAND, Oncegate.AS_IT_SHIPS)) {
      double top = results.median(peer.name(), Measurement::updatesPerSecond);
      if (!Double.isNaN(top)) {
        String name = nextName();
        Peer.Station station = station(servers, name, name + "-updates");
        progress.accept("%s at a steady %,.0f updates/s".formatted(peer.name(), top / 2));
        var steady = new SteadyTurn(peer, station, top / 2, plan.latency());
        Latency latency =
            steady.run(plan.warmUpUpdates(), plan.warmUp(), plan.steadyUpdates(), plan.warmUp());
        results.add(latency);
        progress.accept(
            "%s: p50 %.1f ms, p99 %.1f ms".formatted(peer.name(), latency.p50(), latency.p99()));
      }
    }
  }

  private void scale(Servers servers, Input input) throws Exception {
    List<Oncegate> circumstances = Circumstances.of(plan);
    for (int round = 1; round <= plan.rounds(); round++) {
      for (Oncegate peer : circumstances) {
        results.addScaled(turn(servers, input, peer));
      }
    }
  }

  private Measurement turn(Servers servers, Input input, Peer peer) throws Exception {
    Peer.Station station = station(servers, nextName(), input.topic());
    progress.accept("%s (%s) ...".formatted(peer.name(), peer.title()));
    Measurement measured = new Turn(peer, input, station).run();
    progress.accept(
        "%s: %,.0f updates/s, %.1f µs CPU an update; its events are right"
            .formatted(peer.name(), measured.updatesPerSecond(), measured.cpuMicrosPerUpdate()));
    return measured;
  }

  private String nextName() {
    turns++;
    return "turn-%03d".formatted(turns);
  }

  private Peer.Station station(Servers servers, String name, String input) {
    return new Peer.Station(name, input, plan.lanes(), rulebook.hash(), servers, plan.directory());
  }

  /** Puts the updates of a plan on a topic, and works out what must come of them. */
  private Input fill(Servers servers, Plan amount, String topic) throws IOException {
    progress.accept(
        "making %,d updates, and %,d to warm up".formatted(amount.updates(), amount.warmUp()));
    servers.topics().make(topic);
    Integrations integrations =
        IntegrationsFile.read(plan.directory().resolve("integrations.json"));
    var expectation = new Expectation(integrations, rulebook);
    int everySo = Math.max(1, amount.updates() / EXAMPLES);
    try (var feed = new Feed(servers.bootstrapServers(), topic, LINGER_MILLIS)) {
      Workload warmUp = amount.warmUpUpdates();
      for (int i = 0; i < amount.warmUp(); i++) {
        put(warmUp.next(), feed, expectation, /* asShape= */ false);
      }
      Workload measured = amount.measuredUpdates();
      for (int i = 0; i < amount.updates(); i++) {
        put(measured.next(), feed, expectation, i % everySo == 0);
      }
      feed.flush();
    }
    expectation.end();
    progress.accept(
        "%.0f bytes each, from which %.2f events of %.0f bytes follow"
            .formatted(
                expectation.bytesOfAnUpdate(),
                expectation.eventsOfAnUpdate(),
                expectation.bytesOfAnEvent()));
    return new Input(topic, amount.warmUp(), amount.updates(), expectation);
  }

  private static void put(
      Workload.Update update, Feed feed, Expectation expectation, boolean asShape) {
    feed.send(update);
    expectation.heed(update.value(), asShape);
  }

  private static String line(int[] sizes) {
    return IntStream.of(sizes).mapToObj(Integer::toString).collect(Collectors.joining(" "));
  }

  /** Ends the servers; may be called by two threads. */
  @Override
  public synchronized void close() {
    Servers servers = started;
    started = null;
    if (servers != null) {
      servers.close();
    }
  }
}
