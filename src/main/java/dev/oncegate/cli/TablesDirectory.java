package dev.oncegate.cli;

import dev.oncegate.rules.CompiledRulebook;
import dev.oncegate.rules.Load;
import dev.oncegate.rules.RulebookFiles;
import dev.oncegate.rules.RulebookLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** The rulebook that a command is told to use. */
final class TablesDirectory {
  private TablesDirectory() {}

  /**
   * The rulebook of a directory, or the one that ships where there is none.
   *
   * @throws Unusable if it cannot be in force, with every problem on a line of its own
   */
  static CompiledRulebook load(@Nullable Path directory) throws Unusable {
    return switch (RulebookLoader.load(files(directory))) {
      case Load.Accepted accepted -> accepted.rulebook();
      case Load.Refused refused -> throw new Unusable(sentence(directory, refused));
    };
  }

  private static RulebookFiles files(@Nullable Path directory) throws Unusable {
    if (directory == null) {
      return RulebookFiles.shipped();
    }
    if (!Files.isDirectory(directory)) {
      throw new Unusable(directory + ": there is no such directory of tables");
    }
    try {
      return RulebookFiles.ofDirectory(directory);
    } catch (IOException e) {
      throw new Unusable(directory + ": the tables cannot be read: " + e.getMessage());
    }
  }

  private static String sentence(@Nullable Path directory, Load.Refused refused) {
    var lines = new ArrayList<String>();
    lines.add((directory == null ? "the shipped tables" : directory) + ": the rulebook is refused");
    refused.problems().forEach(problem -> lines.add("  " + problem));
    refused.findings().stream()
        .filter(finding -> finding.kind().refuses())
        .forEach(finding -> lines.add("  " + finding));
    return String.join(System.lineSeparator(), lines);
  }
}
