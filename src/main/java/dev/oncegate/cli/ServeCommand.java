package dev.oncegate.cli;

import dev.oncegate.rules.ShippedRulebook;
import io.quarkus.runtime.Quarkus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Runs the service until it is told to stop. */
@Command(
    name = "serve",
    description = {
      "Runs the service: both stages, REST and health, until SIGTERM or Ctrl-C.",
      "Configured by application.properties and environment; docs/operating.md lists the settings."
    },
    mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    run();
    return 0;
  }

  static void run() {
    // Takes about as long as the rest of the start, and needs nothing of it.
    ShippedRulebook.begin();
    Quarkus.run();
  }
}
