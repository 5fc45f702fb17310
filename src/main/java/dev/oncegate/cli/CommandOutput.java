package dev.oncegate.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command writes: to picocli's streams, which a test can take. */
final class CommandOutput {
  private CommandOutput() {}

  static PrintWriter of(@Nullable CommandSpec spec) {
    return required(spec).commandLine().getOut();
  }

  static PrintWriter errors(@Nullable CommandSpec spec) {
    return required(spec).commandLine().getErr();
  }

  private static CommandSpec required(@Nullable CommandSpec spec) {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec before it calls a command");
    }
    return spec;
  }
}
