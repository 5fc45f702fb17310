package dev.oncegate.cli;

import dev.oncegate.codec.IntegrationsFile;
import dev.oncegate.core.decide.Decision;
import dev.oncegate.core.decide.Situation;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.explain.ExplanationText;
import dev.oncegate.explain.NearestRule;
import dev.oncegate.replay.InvalidRecordingException;
import dev.oncegate.replay.Recording;
import dev.oncegate.replay.Replay;
import dev.oncegate.rules.CompiledRulebook;
import dev.oncegate.rules.SituationInWords;
import dev.oncegate.rules.WhatIf;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a rulebook says to one situation or one update, and what would make it say otherwise. */
@Command(
    name = "try",
    description = {
      "Asks the rulebook about a situation in words, or about one update in a file.",
      "Prints the verdict, the row, the row that nearly answered, and each single change that would",
      "alter the verdict."
    },
    mixinStandardHelpOptions = true)
public final class TryCommand implements Callable<Integer> {

  @Option(
      names = "--situation",
      paramLabel = "WORDS",
      description = {
        "Such as 'trigger=new_external_id newIdRelevant=yes alreadySent=no'. What is not said: an",
        "audience's value changed, a member, a deduped destination, a relevant id, nothing sent yet."
      })
  private @Nullable String situation;

  @Option(
      names = "--update",
      paramLabel = "FILE",
      description = "One identified-output message; needs --config, and begins with no history.")
  private @Nullable Path update;

  @Option(names = "--config", paramLabel = "FILE", description = "integrations.json for --update.")
  private @Nullable Path config;

  @Option(
      names = "--tables",
      paramLabel = "DIR",
      description = "The decision tables; without it, those that ship with the program.")
  private @Nullable Path tables;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws UnusableInputException, InvalidRecordingException, IOException {
    PrintWriter out = CommandOutput.of(spec);
    CompiledRulebook rulebook = TablesDirectory.load(tables);
    if (situation != null && update == null) {
      print(parsed(situation), rulebook, out);
    } else if (update != null && config != null && situation == null) {
      tryUpdate(update, IntegrationsFile.read(config), rulebook, out);
    } else {
      throw new UnusableInputException("say either --situation, or --update with --config");
    }
    out.flush();
    return 0;
  }

  private static Situation parsed(String words) throws UnusableInputException {
    try {
      return SituationInWords.parse(words);
    } catch (IllegalArgumentException e) {
      throw new UnusableInputException("--situation: " + e.getMessage());
    }
  }

  private static void tryUpdate(
      Path file, Integrations integrations, CompiledRulebook rulebook, PrintWriter out)
      throws InvalidRecordingException, IOException, UnusableInputException {
    try (Recording recording = Recording.open(file)) {
      ProfileUpdate only = recording.next();
      if (only == null || recording.next() != null) {
        throw new UnusableInputException(
            file + ": holds more than one update; replay takes a whole recording");
      }
      var decisions = new Replay(integrations, rulebook).step(only).decisions();
      if (decisions.isEmpty()) {
        out.println("no enabled destination is connected to " + only.computation().id());
      }
      for (Decision decision : decisions) {
        out.println("destination " + decision.destination().id());
        print(decision.situation(), rulebook, out);
        for (ExternalId id : decision.ids()) {
          out.println("  to " + id.type() + " " + id.id());
        }
      }
    }
  }

  private static void print(Situation situation, CompiledRulebook rulebook, PrintWriter out) {
    Verdict verdict = rulebook.decide(situation);
    out.println("  " + SituationInWords.write(situation));
    out.println("  " + inWords(verdict));
    out.println("  by " + verdict.row().address() + ": " + verdict.row().sentence());
    ExplanationText.nearest(NearestRule.nearMiss(rulebook, situation))
        .forEach(line -> out.println("  " + line));
    for (WhatIf.Change change : WhatIf.changes(rulebook, situation)) {
      out.println(
          "  if "
              + change.attribute()
              + " were "
              + change.word()
              + (change.implied().isEmpty() ? "" : ", and so " + change.implied())
              + ": "
              + inWords(change.verdict())
              + " by "
              + change.verdict().row().address());
    }
  }

  /** {@code SEND LATEST entered, route default}. */
  private static String inWords(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Send send ->
          "SEND " + send.selection() + " " + send.reason() + ", route " + send.route();
      case Verdict.Drop drop -> "DROP " + drop.reason();
      case Verdict.Park park -> "PARK " + park.reason();
    };
  }
}
