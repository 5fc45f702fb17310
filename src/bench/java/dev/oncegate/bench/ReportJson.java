package dev.oncegate.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes everything that a run measured, turn by turn. */
final class ReportJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ReportJson() {}

  static void write(Report report, Path file) throws IOException {
    Plan plan = report.plan();
    Expectation expectation = report.expectation();
    ObjectNode root = JSON.createObjectNode();
    root.set("machine", JSON.valueToTree(report.machine()));
    root.putObject("workload")
        .put("seed", plan.seed())
        .put("updates", plan.updates())
        .put("warmUp", plan.warmUp())
        .put("rounds", plan.rounds())
        .put("lanes", plan.lanes())
        .put("partitions", Topics.PARTITIONS)
        .put("profiles", plan.profiles())
        .put("bytesOfAnUpdate", expectation.bytesOfAnUpdate())
        .put("eventsOfAnUpdate", expectation.eventsOfAnUpdate())
        .put("bytesOfAnEvent", expectation.bytesOfAnEvent());
    turns(root.putObject("peers"), report.results().beside());
    ObjectNode ratios = root.putObject("ratios");
    report.results().ratios().forEach(ratios::put);
    ArrayNode latencies = root.putArray("latencies");
    report.results().latencies().forEach(it -> latencies.add(JSON.<ObjectNode>valueToTree(it)));
    turns(root.putObject("circumstances"), report.results().scaled());
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), root);
  }

  private static void turns(ObjectNode peers, Map<String, List<Measurement>> measured) {
    measured.forEach(
        (name, turns) -> {
          ObjectNode peer = peers.putObject(name);
          peer.put("updatesPerSecond", Results.median(turns, Measurement::updatesPerSecond))
              .put("peerCpuMicrosPerUpdate", Results.median(turns, Measurement::cpuMicrosPerUpdate))
              .put(
                  "brokerCpuMicrosPerUpdate",
                  Results.median(turns, Measurement::brokerMicrosPerUpdate))
              .put(
                  "databaseCpuMicrosPerUpdate",
                  Results.median(turns, Measurement::databaseMicrosPerUpdate))
              .put(
                  "bytesAllocatedPerUpdate",
                  Results.median(turns, Measurement::bytesAllocatedPerUpdate))
              .put("peakMemoryMegabytes", Results.median(turns, Measurement::peakMegabytes));
          ArrayNode all = peer.putArray("turns");
          turns.forEach(turn -> all.add(JSON.<ObjectNode>valueToTree(turn)));
        });
  }
}
