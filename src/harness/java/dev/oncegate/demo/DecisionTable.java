package dev.oncegate.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was decided, for people: a line for each update, and one below it for each destination. */
final class DecisionTable {
  private DecisionTable() {}

  static void print(List<SampleRun.Decided> decided, Samples samples, PrintStream out) {
    Map<String, String> names = samples.destinationNames();
    var totals = new TreeMap<String, Integer>();
    for (SampleRun.Decided each : decided) {
      JsonNode update = each.update();
      out.printf(
          "%s  %s  %s = %s  (%s)%n",
          update.get("messageId").asText(),
          update.get("profileId").asText(),
          update.at("/computation/key").asText(),
          update.get("value"),
          trigger(update.path("trigger")));
      for (JsonNode decision : each.decisions()) {
        String action = decision.get("action").asText();
        String reason = decision.get("reason").asText();
        totals.merge(action + " " + reason, 1, Integer::sum);
        out.printf(
            "      %-10s %-5s %-22s %-32s %s%n",
            names.get(decision.get("destinationId").asText()),
            action,
            reason,
            ids(decision.get("ids")),
            decision.get("row").asText());
      }
    }
    out.println();
    totals.forEach((verdict, count) -> out.printf("%6d  %s%n", count, verdict));
  }

  private static String trigger(JsonNode trigger) {
    String reason = trigger.path("reason").asText("no trigger");
    var details = new ArrayList<String>();
    trigger
        .path("newExternalIds")
        .forEach(id -> details.add(id.get("type").asText() + " " + id.get("id").asText()));
    trigger
        .path("mergedProfiles")
        .forEach(
            profile ->
                details.add(
                    profile.get("profileId").asText()
                        + (profile.get("wasMember").asBoolean() ? " was in" : " was not in")));
    return details.isEmpty() ? reason : reason + ": " + String.join(", ", details);
  }

  private static String ids(JsonNode ids) {
    var addresses = new ArrayList<String>();
    ids.forEach(id -> addresses.add(id.get("id").asText()));
    return addresses.isEmpty() ? "—" : String.join(" ", addresses);
  }
}
