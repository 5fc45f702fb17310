package dev.oncegate.cli;

import dev.oncegate.rules.ShippedRulebook;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.util.ExceptionUtil;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Runs the service until it is told to stop. */
@Command(
    name = "serve",
    description = {
      "Runs the service: both stages, REST and health, until SIGTERM or Ctrl-C.",
      "Configured by application.properties and environment; docs/settings.md lists the settings."
    },
    mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {
  private static final int WRONG_INPUT = 2;

  @Override
  public Integer call() {
    // Takes about as long as the rest of the start, and needs nothing of it.
    ShippedRulebook.begin();
    var usual = ApplicationLifecycleManager.getDefaultExitCodeHandler();
    ApplicationLifecycleManager.setDefaultExitCodeHandler(
        (exitCode, e) -> usual.accept(isWrongInput(e) ? WRONG_INPUT : exitCode, e));
    Quarkus.run();
    return 0;
  }

  /** Whether what the service is to work with is wrong; the sentence has been printed. */
  private static boolean isWrongInput(@Nullable Throwable e) {
    return e != null && ExceptionUtil.getRootCause(e) instanceof ConfigurationException;
  }
}
