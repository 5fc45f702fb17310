package dev.oncegate.replay.junit;

import dev.oncegate.codec.DecisionWriter;
import dev.oncegate.core.Outcome;
import dev.oncegate.core.decide.Decision;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.replay.CompressedFiles;
import dev.oncegate.replay.GoldenDecisions;
import dev.oncegate.replay.InvalidRecordingException;
import dev.oncegate.replay.Recording;
import dev.oncegate.replay.Replay;
import dev.oncegate.rules.CompiledRulebook;
import dev.oncegate.rules.SituationInWords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recording, held against the golden file beside it: {@code week.jsonl}, {@code
 * week.golden.jsonl}.
 */
final class RecordingCheck {
  private static final String GOLDEN = ".golden.jsonl";
  private static final String JSONL = ".jsonl";

  /** How many differing lines are explained. */
  private static final int EXPLAINED = 5;

  private final Path recording;
  private final Path golden;
  private final Replay replay;
  private final CompiledRulebook rulebook;
  private final List<String> explanations = new ArrayList<>();

  private RecordingCheck(
      Path recording, Path golden, CompiledRulebook rulebook, Integrations integrations) {
    this.recording = recording;
    this.golden = golden;
    this.rulebook = rulebook;
    this.replay = new Replay(integrations, rulebook);
  }

  /** Whether a file is a recording, and not what is expected of one. */
  static boolean isRecording(String name) {
    String plain = plain(name);
    return plain.endsWith(JSONL) && !plain.endsWith(GOLDEN);
  }

  static NamedCheck of(Path file, CompiledRulebook rulebook, @Nullable Integrations integrations) {
    String name = file.getFileName().toString();
    String stem = plain(name).substring(0, plain(name).length() - JSONL.length());
    Path golden = file.resolveSibling(stem + GOLDEN);
    Path compressed = file.resolveSibling(stem + GOLDEN + CompressedFiles.ENDING);
    Path expected = Files.exists(compressed) ? compressed : golden;
    String title = name + " decides as " + expected.getFileName() + " says";
    if (integrations == null) {
      return NamedCheck.failing(title, file + ": needs an integrations.json beside it");
    }
    return new NamedCheck(
        title, () -> new RecordingCheck(file, expected, rulebook, integrations).check());
  }

  private static String plain(String name) {
    return name.endsWith(CompressedFiles.ENDING)
        ? name.substring(0, name.length() - CompressedFiles.ENDING.length())
        : name;
  }

  private void check() {
    try (GoldenDecisions expected = GoldenDecisions.open(golden)) {
      replay.run(Recording.open(recording), outcome -> compare(outcome, expected));
      expected.end();
      if (expected.count() > 0) {
        throw new AssertionError(message(expected));
      }
    } catch (InvalidRecordingException e) {
      throw new AssertionError(e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(recording + " or " + golden + " cannot be read", e);
    }
  }

  private void compare(Outcome outcome, GoldenDecisions expected) throws IOException {
    for (Decision decision : outcome.decisions()) {
      long before = expected.count();
      expected.compare(DecisionWriter.write(outcome, decision));
      if (expected.count() > before && expected.count() <= EXPLAINED) {
        explain(expected.differences().getLast(), decision);
      }
    }
  }

  private void explain(GoldenDecisions.Mismatch difference, Decision decision) {
    explanations.add(golden + ":" + difference.line() + ": " + difference.place());
    for (GoldenDecisions.MismatchedField field : difference.fields()) {
      explanations.add(
          "  " + field.name() + ": expected " + field.expected() + ", decided " + field.decided());
    }
    explanations.add("  situation: " + SituationInWords.write(decision.situation()));
    explanations.add("  decided: " + AnswerText.by(decision.verdict()));
    explanations.addAll(AnswerText.nearest(decision.situation(), rulebook));
  }

  private String message(GoldenDecisions expected) {
    var lines = new ArrayList<String>();
    long count = expected.count();
    lines.add(recording + ": " + (count == 1 ? "1 line differs" : count + " lines differ"));
    lines.addAll(explanations);
    for (GoldenDecisions.Mismatch difference : expected.differences()) {
      if (difference.decided() == null && lines.size() <= explanations.size() + EXPLAINED) {
        lines.add(golden + ":" + difference.line() + ": expected, but nothing more is decided");
      }
    }
    return String.join("\n", lines);
  }
}
