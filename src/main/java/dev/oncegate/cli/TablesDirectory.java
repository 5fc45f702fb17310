package dev.oncegate.cli;

import dev.oncegate.rules.CompiledRulebook;
import dev.oncegate.rules.Load;
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
   * @throws Unusable if it cannot be in force, with every problem on a line of its own
   */
  static CompiledRulebook load(@Nullable Path directory) throws Unusable {
    return switch (read(directory)) {
      case Load.Accepted accepted -> accepted.rulebook();
      case Load.Refused refused -> throw new Unusable(RefusedTables.inWords(directory, refused));
    };
  }

  /**
   * The same, also where it would be refused for what it answers.
   *
   * @throws Unusable if it cannot be read as a rulebook, with every problem on a line of its own
   */
  static Load read(@Nullable Path directory) throws Unusable {
    Load load = RulebookLoader.load(files(directory));
    if (load instanceof Load.Refused refused && refused.verdicts() == null) {
      throw new Unusable(RefusedTables.inWords(directory, refused));
    }
    return load;
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
}
