package dev.oncegate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which flow updates take. */
@Command(
    name = "gates",
    description = {
      "Gates: list, set, bill, remove. A gate is legacy, dedupe, or the percentage of profiles that take",
      "the dedupe flow; of a space, else of its tier, else the default."
    },
    mixinStandardHelpOptions = true)
public final class GatesCommand {
  @Spec private @Nullable CommandSpec spec;

  /** Whom a gate is for. */
  static final class GateOptions {
    @Option(names = "--space", required = true, paramLabel = "ID", description = "Of a space.")
    private @Nullable String space;

    @Option(names = "--tier", required = true, paramLabel = "TIER", description = "Of a tier.")
    private @Nullable String tier;

    @Option(names = "--default", required = true, description = "Of spaces that have no other.")
    private boolean byDefault;

    String path() {
      if (byDefault) {
        return "default";
      }
      // One of them is given.
      return space != null
          ? "space/" + FlagsCommand.encoded(space)
          : "tier/" + FlagsCommand.encoded(String.valueOf(tier));
    }
  }

  @Command(description = "The gates that are set.")
  int list(@Mixin ServiceOptions service) throws UnusableInputException, IOException {
    PrintWriter out = CommandOutput.of(spec);
    JsonNode gates = service.client().get("/api/gates");
    for (JsonNode gate : gates) {
      out.printf(
          "%-7s  %-20s  %s%n",
          gate.path("scope").asText(), gate.path("name").asText(), gate.path("value").asText());
    }
    if (gates.isEmpty()) {
      out.println("no gate is set: all updates take the dedupe flow");
    }
    out.flush();
    return 0;
  }

  @Command(description = "Sets a gate.")
  int set(
      @ArgGroup(multiplicity = "1") GateOptions scope,
      @Parameters(paramLabel = "VALUE", description = "legacy, dedupe, or a percentage.")
          String value,
      @Option(names = "--reason", required = true, paramLabel = "WHY", description = "Why.")
          String reason,
      @Mixin ServiceOptions service)
      throws UnusableInputException, IOException {
    service.client().put("/api/gates/" + scope.path(), Map.of("value", value, "reason", reason));
    say("gate " + scope.path() + " is " + value);
    return 0;
  }

  @Command(
      description = {
        "What a gate is about, as flags bill has it: of the profiles that VALUE would move, or of",
        "all whom the gate is for."
      })
  int bill(
      @ArgGroup(multiplicity = "1") GateOptions scope,
      @Parameters(
              arity = "0..1",
              paramLabel = "VALUE",
              description = "legacy, dedupe, or a percentage.")
          @Nullable String value,
      @Option(
              names = "--since",
              paramLabel = "TIME",
              description = "RFC 3339; by default a day ago.",
              converter = TimeConverter.class)
          @Nullable Instant since,
      @Mixin ServiceOptions service)
      throws UnusableInputException, IOException {
    String move = value == null ? "" : "&value=" + FlagsCommand.encoded(value);
    String path = "/api/gates/" + scope.path() + "/bill?" + FlagsCommand.sinceOf(since) + move;
    BillText.print(service.client().get(path), CommandOutput.of(spec));
    return 0;
  }

  @Command(description = "Removes a gate, so that the tier's or the default one counts.")
  int remove(
      @ArgGroup(multiplicity = "1") GateOptions scope,
      @Option(names = "--reason", required = true, paramLabel = "WHY", description = "Why.")
          String reason,
      @Mixin ServiceOptions service)
      throws UnusableInputException, IOException {
    service
        .client()
        .delete("/api/gates/" + scope.path() + "?reason=" + FlagsCommand.encoded(reason));
    say("gate " + scope.path() + " is removed");
    return 0;
  }

  private void say(String sentence) {
    PrintWriter out = CommandOutput.of(spec);
    out.println(sentence);
    out.flush();
  }
}
