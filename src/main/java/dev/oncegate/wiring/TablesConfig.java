package dev.oncegate.wiring;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Where the tables are; docs/operating.md explains it. */
@ConfigMapping(prefix = "oncegate.tables")
public interface TablesConfig {

  /** A directory of tables, which is watched; without one, the tables inside the program hold. */
  Optional<Path> directory();
}
