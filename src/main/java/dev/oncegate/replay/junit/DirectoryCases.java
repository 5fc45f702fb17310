package dev.oncegate.replay.junit;

import dev.oncegate.codec.IntegrationsFile;
import dev.oncegate.codec.InvalidFileException;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.rules.CompiledRulebook;
import dev.oncegate.rules.LoadResult;
import dev.oncegate.rules.RulebookFiles;
import dev.oncegate.rules.RulebookLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Finds the cases and recordings of a {@link RulebookTest}, and makes a test of each. */
final class DirectoryCases implements TestTemplateInvocationContextProvider {
  private static final String INTEGRATIONS = "integrations.json";

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return true;
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    RulebookTest test = context.getRequiredTestMethod().getAnnotation(RulebookTest.class);
    return checks(test).stream().map(DirectoryCases::invocation);
  }

  private static TestTemplateInvocationContext invocation(NamedCheck check) {
    return new TestTemplateInvocationContext() {
      @Override
      public String getDisplayName(int index) {
        return check.name();
      }

      @Override
      public List<Extension> getAdditionalExtensions() {
        return List.of((BeforeTestExecutionCallback) _ -> check.run().run());
      }
    };
  }

  private static List<NamedCheck> checks(RulebookTest test) {
    Path directory = Path.of(test.cases());
    if (!Files.isDirectory(directory)) {
      return failing(directory, "there is no such directory of cases");
    }
    try {
      CompiledRulebook rulebook = rulebook(test.tables());
      return new DirectoryCases().checks(directory, rulebook, test.everyRow());
    } catch (UnusableCasesException | InvalidFileException e) {
      return failing(directory, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(directory + " cannot be read", e);
    }
  }

  private static List<NamedCheck> failing(Path directory, String sentence) {
    return List.of(NamedCheck.failing(directory.toString(), directory + ": " + sentence));
  }

  private List<NamedCheck> checks(Path directory, CompiledRulebook rulebook, boolean everyRow)
      throws IOException {
    Path config = directory.resolve(INTEGRATIONS);
    Integrations integrations = Files.exists(config) ? IntegrationsFile.read(config) : null;
    var checks = new ArrayList<NamedCheck>();
    var cases = new ArrayList<SituationCase>();
    for (Path file : files(directory)) {
      String name = file.getFileName().toString();
      if (name.endsWith(".csv") || name.endsWith(".xlsx")) {
        var found = CaseFile.read(file, rulebook, integrations, checks);
        found.forEach(each -> checks.add(new NamedCheck(each.title(), () -> each.check(rulebook))));
        cases.addAll(found);
      } else if (RecordingCheck.isRecording(name)) {
        checks.add(RecordingCheck.of(file, rulebook, integrations));
      }
    }
    if (checks.isEmpty()) {
      return failing(directory, "holds neither cases (*.csv, *.xlsx) nor recordings (*.jsonl)");
    }
    if (everyRow) {
      checks.addAll(RowCoverage.checks(rulebook, cases));
    }
    return checks;
  }

  // Sorted, because a test's place is part of what reports call it.
  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !isPassing(file.getFileName().toString()))
          .sorted()
          .toList();
    }
  }

  /** Hidden files, and the locks that spreadsheet programs leave while they work. */
  private static boolean isPassing(String name) {
    return name.startsWith(".") || name.startsWith("~$");
  }

  private static CompiledRulebook rulebook(String tables)
      throws UnusableCasesException, IOException {
    Path directory = tables.isEmpty() ? null : Path.of(tables);
    if (directory != null && !Files.isDirectory(directory)) {
      throw new UnusableCasesException(directory + ": there is no such directory of tables");
    }
    RulebookFiles files =
        directory == null ? RulebookFiles.shipped() : RulebookFiles.ofDirectory(directory);
    return switch (RulebookLoader.load(files)) {
      case LoadResult.Accepted accepted -> accepted.rulebook();
      case LoadResult.Refused refused ->
          throw new UnusableCasesException(sentence(directory, refused));
    };
  }

  private static String sentence(@Nullable Path directory, LoadResult.Refused refused) {
    var lines = new ArrayList<String>();
    lines.add((directory == null ? "the shipped tables" : directory) + ": the rulebook is refused");
    refused.problems().forEach(problem -> lines.add("  " + problem));
    refused.findings().stream()
        .filter(finding -> finding.kind().refuses())
        .forEach(finding -> lines.add("  " + finding));
    return String.join("\n", lines);
  }

  /** Why there is nothing to test with. */
  private static final class UnusableCasesException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableCasesException(String sentence) {
      super(sentence);
    }
  }
}
