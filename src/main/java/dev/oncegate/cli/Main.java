package dev.oncegate.cli;

import io.quarkus.runtime.annotations.QuarkusMain;

/** Where the program starts. Only {@code serve} starts Quarkus; every other command is plain. */
@QuarkusMain
public final class Main {
  private Main() {}

  public static void main(String... args) {
    int exitCode = Oncegate.commandLine().execute(args);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }
}
