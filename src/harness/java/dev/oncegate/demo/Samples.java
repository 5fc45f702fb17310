package dev.oncegate.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oncegate.testkit.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What stands in {@code samples/}. */
record Samples(JsonNode integrations, String externalIds, List<JsonNode> updates) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Samples read(Path directory) throws IOException {
    var updates = new ArrayList<JsonNode>();
    for (String line : Files.readAllLines(directory.resolve("updates.jsonl"))) {
      updates.add(JSON.readTree(line));
    }
    return new Samples(
        JSON.readTree(directory.resolve("integrations.json").toFile()),
        Files.readString(directory.resolve("external-ids.ndjson")),
        updates);
  }

  JsonNode destinations() {
    return integrations.get("destinations");
  }

  long externalIdCount() {
    return externalIds.lines().count();
  }

  /** The name of a destination, for people. */
  Map<String, String> destinationNames() {
    var names = new HashMap<String, String>();
    destinations().forEach(it -> names.put(it.get("id").asText(), it.get("name").asText()));
    return names;
  }

  /** How many decisions the updates lead to. */
  int decisionCount() {
    var perComputation = new HashMap<String, Integer>();
    integrations
        .get("connections")
        .forEach(
            it ->
                perComputation.put(
                    it.get("computationId").asText(), it.get("destinationIds").size()));
    int count = 0;
    for (JsonNode update : updates) {
      count += perComputation.getOrDefault(update.at("/computation/id").asText(), 0);
    }
    return count;
  }

  /** Tells the service of everything but the updates. */
  void configure(ServiceProcess service) throws IOException, InterruptedException {
    for (String kind : List.of("spaces", "destinations", "connections")) {
      for (JsonNode item : integrations.get(kind)) {
        service.post("/api/" + kind, "application/json", item.toString());
      }
    }
    service.post("/api/external-ids", "application/x-ndjson", externalIds);
  }
}
