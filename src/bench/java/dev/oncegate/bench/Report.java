package dev.oncegate.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** What a run came to, for people. */
record Report(Machine machine, Plan plan, Expectation expectation, Results results) {
  private static final List<Peer> PEERS =
      List.of(
          JavaPeer.LIMIT,
          JavaPeer.BY_HAND,
          Oncegate.AS_IT_SHIPS,
          Oncegate.WITH_LOG,
          JavaPeer.NAIVE);

  void print(PrintStream out) {
    out.println(machine);
    out.printf(
        "%,d updates after %,d to warm up (D: a twentieth of both, once), of %.0f bytes, %,d"
            + " profiles, %.2f events each of %.0f bytes;%nseed %d, %d lanes, %d partitions,"
            + " rounds in turns: %d, medians%n",
        plan.updates(),
        plan.warmUp(),
        expectation.bytesOfAnUpdate(),
        plan.profiles(),
        expectation.eventsOfAnUpdate(),
        expectation.bytesOfAnEvent(),
        plan.seed(),
        plan.lanes(),
        Topics.PARTITIONS,
        plan.rounds());
    out.println();
    out.printf(
        "%-40s%10s%22s%30s%12s%10s%n",
        "", "updates/s", "from … to", "CPU s per million updates", "allocated", "peak");
    out.printf(
        "%-40s%10s%22s%10s%10s%10s%12s%10s%n",
        "", "", "", "peer", "broker", "database", "B/update", "MB");
    for (Peer peer : PEERS) {
      List<Measurement> turns = results.beside().get(peer.name());
      if (turns != null) {
        print(out, "%-7s%s".formatted(peer.name(), peer.title()), turns);
      }
    }
    out.println();
    results.ratios().forEach((name, ratio) -> out.printf("%-12s%6.2f%n", name, ratio));
    if (!results.latencies().isEmpty()) {
      printLatencies(out);
    }
    if (!results.scaled().isEmpty()) {
      printScaled(out);
    }
  }

  private static void print(PrintStream out, String title, List<Measurement> turns) {
    out.printf(
        "%-40s%,10.0f%22s%10.1f%10.1f%10.1f%,12.0f%,10.0f%n",
        title,
        Results.median(turns, Measurement::updatesPerSecond),
        "%,.0f … %,.0f"
            .formatted(
                turns.stream().mapToDouble(Measurement::updatesPerSecond).min().orElse(0),
                turns.stream().mapToDouble(Measurement::updatesPerSecond).max().orElse(0)),
        Results.median(turns, Measurement::cpuMicrosPerUpdate),
        Results.median(turns, Measurement::brokerMicrosPerUpdate),
        Results.median(turns, Measurement::databaseMicrosPerUpdate),
        Results.median(turns, Measurement::bytesAllocatedPerUpdate),
        Results.median(turns, Measurement::peakMegabytes));
  }

  private void printLatencies(PrintStream out) {
    out.println();
    out.printf(
        "From when an update is due to when its events are read, at half the rate above,"
            + " for %d s%n",
        plan.latency().toSeconds());
    out.printf("%-8s%12s%12s%12s%12s%n", "", "updates/s", "p50 ms", "p99 ms", "highest ms");
    for (Latency it : results.latencies()) {
      out.printf(
          "%-8s%,12.0f%12.1f%12.1f%12.1f%n",
          it.peer(), it.perSecond(), it.p50(), it.p99(), it.highest());
    }
  }

  private void printScaled(PrintStream out) {
    out.println();
    out.println("Oncegate under other circumstances; CPU an update of service and servers");
    out.printf(
        "%-36s%12s%16s%12s%16s%n", "", "updates/s", "÷ as it ships", "CPU µs", "÷ as it ships");
    List<Measurement> first = results.scaled().values().iterator().next();
    double rate = Results.median(first, Measurement::updatesPerSecond);
    double cpu = Results.median(first, Measurement::totalMicrosPerUpdate);
    for (Map.Entry<String, List<Measurement>> it : results.scaled().entrySet()) {
      double itsRate = Results.median(it.getValue(), Measurement::updatesPerSecond);
      double itsCpu = Results.median(it.getValue(), Measurement::totalMicrosPerUpdate);
      out.printf(
          "%-36s%,12.0f%16.2f%12.1f%16.2f%n",
          it.getKey(), itsRate, itsRate / rate, itsCpu, itsCpu / cpu);
    }
  }
}
