package dev.oncegate.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What a command answered and printed. */
record CommandRun(int exitCode, String out, String err) {

  static CommandRun of(String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        new CommandLine(new Oncegate())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(args);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }
}
