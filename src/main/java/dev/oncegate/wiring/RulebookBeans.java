package dev.oncegate.wiring;

import dev.oncegate.rules.Load;
import dev.oncegate.rules.RulebookFiles;
import dev.oncegate.rules.RulebookInForce;
import dev.oncegate.rules.RulebookLoader;
import dev.oncegate.rules.TablesWatcher;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The rulebook in force, which follows the directory of tables where there is one. */
@Singleton
class RulebookBeans {
  private static final Logger LOG = Logger.getLogger(RulebookBeans.class);

  private final @Nullable Path directory;
  private final Load first;
  private final RulebookInForce inForce;
  private @Nullable TablesWatcher watcher;

  RulebookBeans(LanesConfig config) throws IOException {
    directory = config.tables().orElse(null);
    first =
        RulebookLoader.load(
            directory == null ? RulebookFiles.shipped() : RulebookFiles.ofDirectory(directory));
    inForce =
        switch (first) {
          case Load.Accepted accepted -> new RulebookInForce(accepted.rulebook());
          case Load.Refused refused ->
              throw new IllegalStateException("the tables are refused: " + said(refused));
        };
  }

  @Produces
  @Singleton
  RulebookInForce inForce() {
    return inForce;
  }

  void start(@Observes StartupEvent event) throws IOException {
    LOG.infof("rulebook %s is in force", first.hash());
    if (directory != null) {
      watcher = TablesWatcher.start(directory, inForce, first, RulebookBeans::tell);
    }
  }

  void stop(@Observes ShutdownEvent event) {
    try {
      if (watcher != null) {
        watcher.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void tell(Load load) {
    switch (load) {
      case Load.Accepted _ -> LOG.infof("rulebook %s is in force", load.hash());
      case Load.Refused refused ->
          LOG.errorf("rulebook %s is refused: %s", load.hash(), said(refused));
    }
  }

  private static String said(Load.Refused refused) {
    return refused.problems().isEmpty()
        ? refused.findings().toString()
        : refused.problems().toString();
  }
}
