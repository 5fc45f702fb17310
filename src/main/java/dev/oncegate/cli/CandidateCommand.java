package dev.oncegate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A rulebook that is decided in the shadow of the one in force. */
@Command(
    name = "candidate",
    description = {
      "The candidate rulebook: start, status, promote, stop. An uploaded version decides beside the",
      "one in force, for the percentage of profiles that the flag candidate says. What it decides",
      "goes nowhere; where it differs is counted."
    },
    mixinStandardHelpOptions = true)
public final class CandidateCommand {
  private static final int NOT_YET = 1;

  @Spec private @Nullable CommandSpec spec;

  @Command(description = "Starts a candidate.")
  int start(
      @Parameters(paramLabel = "HASH", description = "Of an uploaded version.") String hash,
      @Option(
              names = "--percent",
              paramLabel = "P",
              description = "Sets the flag candidate too; it is 1 if nobody has set it.")
          @Nullable String percent,
      @Option(
              names = "--compared",
              paramLabel = "N",
              description = "To be promoted, so many decisions; by default 100000.")
          @Nullable Long compared,
      @Option(
              names = "--hours",
              paramLabel = "H",
              description = "And for so long none that differs; by default 24.")
          @Nullable Long hours,
      @Option(
              names = "--stop-at",
              paramLabel = "N",
              description = "So many decisions that differ stop it; by default 10000.")
          @Nullable Long stopAt,
      @Option(names = "--reason", required = true, paramLabel = "WHY", description = "Why.")
          String reason,
      @Mixin ServiceOptions service)
      throws UnusableInputException, IOException {
    var client = service.client();
    if (percent != null) {
      client.put("/api/flags/candidate", Map.of("value", percent, "reason", reason));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("hash", hash);
    body.put("compared", compared);
    body.put("hours", hours);
    body.put("stopAt", stopAt);
    body.put("reason", reason);
    print(client.post("/api/candidate/start", body));
    return 0;
  }

  @Command(description = "The candidate that runs, or the last one, and where it differs.")
  int status(@Mixin ServiceOptions service) throws UnusableInputException, IOException {
    print(service.client().get("/api/candidate"));
    return 0;
  }

  @Command(
      description = {
        "Puts the candidate in force, if its criterion holds; exit code 1 if it does not."
      })
  int promote(
      @Option(names = "--force", description = "Also if it does not hold.") boolean force,
      @Option(names = "--reason", required = true, paramLabel = "WHY", description = "Why.")
          String reason,
      @Mixin ServiceOptions service)
      throws UnusableInputException, IOException {
    String query = reasonOf(reason) + (force ? "&force=true" : "");
    JsonNode promotion = service.client().post("/api/candidate/promote" + query);
    print(promotion.path("candidate"));
    return promotion.path("promoted").asBoolean() ? 0 : NOT_YET;
  }

  @Command(description = "Stops the candidate that runs.")
  int stop(
      @Option(names = "--reason", required = true, paramLabel = "WHY", description = "Why.")
          String reason,
      @Mixin ServiceOptions service)
      throws UnusableInputException, IOException {
    print(service.client().post("/api/candidate/stop" + reasonOf(reason)));
    return 0;
  }

  private static String reasonOf(String reason) {
    return "?reason=" + FlagsCommand.encoded(reason);
  }

  private void print(JsonNode candidate) {
    PrintWriter out = CommandOutput.of(spec);
    out.printf(
        "candidate %s: %s since %s, by %s: %s%n",
        candidate.path("hash").asText(),
        candidate.path("state").asText(),
        candidate.path("startedAt").asText(),
        candidate.path("startedBy").asText(),
        candidate.path("reason").asText());
    if (candidate.hasNonNull("end")) {
      JsonNode end = candidate.path("end");
      out.printf(
          "ended at %s by %s: %s%n",
          end.path("at").asText(), end.path("by").asText(), end.path("reason").asText());
    }
    out.printf(
        "%,d decisions compared, %,d different, of %s %% of the profiles%n",
        candidate.path("compared").asLong(),
        candidate.path("different").asLong(),
        candidate.path("percentage").asText());
    for (JsonNode pair : candidate.path("pairs")) {
      out.printf(
          "  %,d  %s: %s, the candidate: %s%n",
          pair.path("decisions").asLong(),
          pair.path("destinationId").asText(),
          pair.path("inForce").asText(),
          pair.path("ofCandidate").asText());
    }
    for (JsonNode unmet : candidate.path("unmet")) {
      out.println("not for promotion: " + unmet.asText());
    }
    out.flush();
  }
}
