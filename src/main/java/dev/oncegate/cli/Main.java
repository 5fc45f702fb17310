package dev.oncegate.cli;

import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;

/** Where the program starts. Only {@code serve} starts Quarkus; every other command is plain. */
@QuarkusMain
public final class Main {
  private Main() {}

  public static void main(String... args) {
    int exitCode = new CommandLine(new Oncegate()).execute(args);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }
}
