package dev.oncegate.cli;

import dev.oncegate.testkit.ServiceProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a command answered and printed. */
record CommandRun(int exitCode, String out, String err) {

  static CommandRun of(String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        Oncegate.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(args);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }

  /** The same in the native executable. */
  static CommandRun onNative(Path directory, String... args)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(System.getProperty(ServiceProcess.NATIVE));
    command.addAll(List.of(args));
    Path out = directory.resolve("out.txt");
    Path err = directory.resolve("err.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException("came to no end: " + command);
    }
    return new CommandRun(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
