package dev.oncegate.wiring;

import dev.oncegate.core.decide.Rulebook;
import dev.oncegate.rules.Load;
import dev.oncegate.rules.RulebookFiles;
import dev.oncegate.rules.RulebookLoader;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/** The rulebook in force, as a bean. */
final class RulebookBeans {
  private RulebookBeans() {}

  @Produces
  @Singleton
  static Supplier<Rulebook> rulebook() {
    return switch (RulebookLoader.load(RulebookFiles.shipped())) {
      case Load.Accepted accepted -> accepted::rulebook;
      case Load.Refused refused ->
          throw new IllegalStateException("the shipped rulebook does not load: " + refused);
    };
  }
}
