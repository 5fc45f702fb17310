package dev.oncegate.rules;

import io.quarkus.runtime.ImageMode;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The rulebook that ships, loaded once. It is the same in every process of one version, so that
 * loading it need not wait for any configuration: a service begins with it before all else, on a
 * thread of its own, and has Drools warm for tables of its own too. A native executable has it in
 * it, loaded while it was built.
 */
public final class ShippedRulebook {
  private static final FutureTask<LoadResult> LOAD =
      new FutureTask<>(() -> RulebookLoader.load(RulebookFiles.shipped()));

  static {
    if (ImageMode.current() == ImageMode.NATIVE_BUILD) {
      LoadResult _ = load();
    }
  }

  private ShippedRulebook() {}

  /** Begins to load it, and does not wait. */
  public static void begin() {
    Thread.ofPlatform().daemon().name("shipped-rulebook").start(LOAD);
  }

  /** It, loaded by this thread if nobody has begun. */
  public static LoadResult load() {
    // Does nothing where it is loaded or being loaded.
    LOAD.run();
    try {
      return LOAD.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the tables that ship were loaded", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the tables that ship cannot be loaded", e.getCause());
    }
  }
}
