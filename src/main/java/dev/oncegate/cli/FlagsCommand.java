package dev.oncegate.cli;

import static java.util.Comparator.comparingLong;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncegate.rollout.ChangeReason;
import dev.oncegate.rollout.LocalKillSwitch;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The kill switch, and how much is compared. */
@Command(
    name = "flags",
    description = {
      "Flags: list, set, bill, changes. dedupe is on, or off: the kill switch, with which everything goes",
      "to every destination. compare is the percentage of profiles that both flows decide, candidate",
      "that of the profiles that a candidate rulebook decides too, while one runs.",
      "A change is in force on every instance within two seconds."
    },
    mixinStandardHelpOptions = true)
public final class FlagsCommand {
  private static final int WRONG_INPUT = 2;
  private static final Duration USUAL_BILL = Duration.ofDays(1);

  @Spec private @Nullable CommandSpec spec;

  @Command(description = "All flags, and what they say on the instance that answers.")
  int list(@Mixin ServiceOptions service) throws UnusableInputException, IOException {
    PrintWriter out = CommandOutput.of(spec);
    for (JsonNode flag : service.client().get("/api/flags")) {
      String value = flag.path("value").asText();
      String inForce = flag.path("inForce").asText();
      out.printf(
          "%-8s  %s%s%n",
          flag.path("name").asText(),
          value,
          value.equals(inForce) ? "" : "  (" + inForce + " on this instance)");
    }
    out.flush();
    return 0;
  }

  @Command(description = "Who changed which flag or gate, when and why; the latest first.")
  int changes(@Mixin ServiceOptions service) throws UnusableInputException, IOException {
    PrintWriter out = CommandOutput.of(spec);
    var client = service.client();
    var changes = new ArrayList<JsonNode>();
    for (String kind : List.of("flag", "gate")) {
      client.get("/api/audit?limit=1000&kind=" + kind).forEach(changes::add);
    }
    changes.sort(comparingLong((JsonNode change) -> change.path("id").asLong()).reversed());
    for (JsonNode change : changes) {
      out.printf(
          "%s  %s  %s %s: %s to %s: %s%n",
          change.path("at").asText(),
          change.path("who").asText(),
          change.path("kind").asText(),
          change.path("object").asText(),
          change.path("before").path("value").asText("not set"),
          change.path("after").path("value").asText("not set"),
          change.path("reason").asText());
    }
    out.flush();
    return 0;
  }

  @Command(
      description = {
        "What the kill switch is about, by destination, in updates, events and people, by what was",
        "decided and sent since a time: before it is thrown, what would go out that does not; after",
        "it was thrown, what went out, and what of it somebody had before."
      })
  int bill(
      @Option(
              names = "--since",
              paramLabel = "TIME",
              description = "RFC 3339; by default a day ago.",
              converter = TimeConverter.class)
          @Nullable Instant since,
      @Mixin ServiceOptions service)
      throws UnusableInputException, IOException {
    JsonNode bill = service.client().get("/api/flags/bill?" + sinceOf(since));
    BillText.print(bill, CommandOutput.of(spec));
    return 0;
  }

  static String sinceOf(@Nullable Instant since) {
    Instant from = since == null ? InstantSource.system().instant().minus(USUAL_BILL) : since;
    return "since=" + encoded(from.toString());
  }

  @Command(description = "Sets a flag.")
  int set(
      @Parameters(paramLabel = "FLAG", description = "dedupe, compare or candidate.") String flag,
      @Parameters(paramLabel = "VALUE", description = "on, off; or a percentage.") String value,
      @Option(names = "--reason", required = true, paramLabel = "WHY", description = "Why.")
          String reason,
      @Option(
              names = "--local",
              description = {
                "Asks no service, but writes the file that throws the kill switch on the instances",
                "that watch it, also while the database is away: dedupe off throws it, dedupe on",
                "takes it back. It is the setting oncegate.rollout.local-switch."
              })
          boolean local,
      @Mixin ServiceOptions service)
      throws UnusableInputException, IOException {
    if (local) {
      return setLocally(flag, value, reason);
    }
    service.client().put("/api/flags/" + encoded(flag), Map.of("value", value, "reason", reason));
    say("flag " + flag + " is " + value);
    return 0;
  }

  private int setLocally(String flag, String value, String reason)
      throws UnusableInputException, IOException {
    Path file =
        Path.of(
            ConfigProvider.getConfig()
                .getOptionalValue("oncegate.rollout.local-switch", String.class)
                .orElse(LocalKillSwitch.USUAL_FILE));
    if (!flag.equals("dedupe") || reason.isBlank()) {
      CommandOutput.errors(spec).println("--local is for dedupe, and needs a reason");
      return WRONG_INPUT;
    }
    switch (value) {
      case "off" -> {
        var why = new ChangeReason(System.getProperty("user.name"), reason);
        LocalKillSwitch.turnOff(file, InstantSource.system().instant(), why);
        say(file.toAbsolutePath() + " throws the kill switch on the instances that watch it");
      }
      case "on" ->
          say(
              LocalKillSwitch.takeBack(file)
                  ? file.toAbsolutePath() + " is gone; the flag alone counts"
                  : "there is no " + file.toAbsolutePath() + "; the flag alone counts");
      default -> throw new UnusableInputException("dedupe is on or off, not " + value);
    }
    return 0;
  }

  private void say(String sentence) {
    PrintWriter out = CommandOutput.of(spec);
    out.println(sentence);
    out.flush();
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
