package dev.oncegate.cli;

import dev.oncegate.rules.CompiledRulebook;
import dev.oncegate.rules.LoadResult;
import dev.oncegate.rules.RulebookFiles;
import dev.oncegate.rules.RulebookLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The rulebook that a command is told to use. */
final class TablesDirectory {
  private TablesDirectory() {}

  /**
   * The rulebook of a directory, or the one that ships where there is none.
   *
   * @throws UnusableInputException if it cannot be in force, with every problem on a line of its
   *     own
   */
  static CompiledRulebook load(@Nullable Path directory) throws UnusableInputException {
    return switch (read(directory)) {
      case LoadResult.Accepted accepted -> accepted.rulebook();
      case LoadResult.Refused refused ->
          throw new UnusableInputException(RefusedTables.inWords(directory, refused));
    };
  }

  /**
   * The same, also where it would be refused for what it answers.
   *
   * @throws UnusableInputException if it cannot be read as a rulebook, with every problem on a line
   *     of its own
   */
  static LoadResult read(@Nullable Path directory) throws UnusableInputException {
    LoadResult load = RulebookLoader.load(files(directory));
    if (load instanceof LoadResult.Refused refused && refused.verdicts() == null) {
      throw new UnusableInputException(RefusedTables.inWords(directory, refused));
    }
    return load;
  }

  private static RulebookFiles files(@Nullable Path directory) throws UnusableInputException {
    if (directory == null) {
      return RulebookFiles.shipped();
    }
    if (!Files.isDirectory(directory)) {
      throw new UnusableInputException(directory + ": there is no such directory of tables");
    }
    try {
      return RulebookFiles.ofDirectory(directory);
    } catch (IOException e) {
      throw new UnusableInputException(
          directory + ": the tables cannot be read: " + e.getMessage());
    }
  }
}
