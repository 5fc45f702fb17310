package dev.oncegate.cli;

import io.quarkus.runtime.annotations.QuarkusMain;

/** Where the program starts. Only {@code serve} starts Quarkus; every other command is plain. */
@QuarkusMain
public final class Main {
  private Main() {}

  public static void main(String... args) {
    if (args.length == 1 && args[0].equals("serve")) {
      // Without options there is nothing to parse, and the service starts sooner.
      ServeCommand.run();
      return;
    }
    int exitCode = Oncegate.commandLine().execute(args);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }
}
