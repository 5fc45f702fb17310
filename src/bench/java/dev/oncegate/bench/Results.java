package dev.oncegate.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What a run has measured so far. */
final class Results {
  private final Map<String, List<Measurement>> beside = new LinkedHashMap<>();
  private final Map<String, List<Measurement>> scaled = new LinkedHashMap<>();
  private final List<Latency> latencies = new ArrayList<>();

  /** A turn of the comparison. */
  void add(Measurement measured) {
    beside.computeIfAbsent(measured.peer(), _ -> new ArrayList<>()).add(measured);
  }

  /** A turn of Oncegate under other circumstances. */
  void addScaled(Measurement measured) {
    scaled.computeIfAbsent(measured.peer(), _ -> new ArrayList<>()).add(measured);
  }

  void add(Latency latency) {
    latencies.add(latency);
  }

  boolean areNone() {
    return beside.isEmpty() && scaled.isEmpty();
  }

  /** By peer, in the order of their first turns. */
  Map<String, List<Measurement>> beside() {
    return beside;
  }

  /** By circumstance, as they ship first. */
  Map<String, List<Measurement>> scaled() {
    return scaled;
  }

  List<Latency> latencies() {
    return latencies;
  }

  /** Of a peer's turns; not a number where it had none. */
  double median(String peer, ToDoubleFunction<Measurement> figure) {
    return median(beside.getOrDefault(peer, List.of()), figure);
  }

  static double median(List<Measurement> turns, ToDoubleFunction<Measurement> figure) {
    double[] sorted = turns.stream().mapToDouble(figure).sorted().toArray();
    int half = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** The ratios that matter, of those peers that took part. */
  Map<String, Double> ratios() {
    var ratios = new LinkedHashMap<String, Double>();
    ratio(ratios, "C", "B");
    ratio(ratios, "C", "A");
    ratio(ratios, "C+log", "C");
    ratio(ratios, "C", "D");
    return ratios;
  }

  private void ratio(Map<String, Double> ratios, String one, String other) {
    if (beside.containsKey(one) && beside.containsKey(other)) {
      ratios.put(
          one + " ÷ " + other,
          median(one, Measurement::updatesPerSecond)
              / median(other, Measurement::updatesPerSecond));
    }
  }
}
