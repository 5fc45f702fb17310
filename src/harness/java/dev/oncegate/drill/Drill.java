package dev.oncegate.drill;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The drills. */
@Command(
    name = "drill",
    mixinStandardHelpOptions = true,
    description =
        "An incident, made on purpose, on servers of its own. Exit code 1 if it is not stood.",
    subcommands = FanOutDrill.class)
public final class Drill {
  public static void main(String[] args) {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    System.exit(new CommandLine(new Drill()).execute(args));
  }
}
