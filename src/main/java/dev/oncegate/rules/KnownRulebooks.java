package dev.oncegate.rules;

import dev.oncegate.core.DependencyUnavailableException;
import dev.oncegate.rules.store.RulebookStore;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The rulebook in force, and those that were kept: uploaded, or in force from a directory. */
public final class KnownRulebooks {
  private static final Logger LOG = Logger.getLogger(KnownRulebooks.class);
  private static final int MOST_KEPT = 4;

  private final RulebookInForce inForce;
  private final RulebookStore store;
  // Guarded by this; in the order of use.
  private final LinkedHashMap<String, CompiledRulebook> loaded =
      new LinkedHashMap<>(8, 0.75f, true);

  public KnownRulebooks(RulebookInForce inForce, RulebookStore store) {
    this.inForce = inForce;
    this.store = store;
  }

  /** The rulebook of a hash, or null where nobody has it any more. */
  public synchronized @Nullable CompiledRulebook find(String hash) {
    CompiledRulebook current = inForce.orNone();
    if (current != null && current.hash().equals(hash)) {
      return current;
    }
    CompiledRulebook known = loaded.get(hash);
    if (known == null) {
      known = load(hash);
      if (known != null) {
        loaded.put(hash, known);
        if (loaded.size() > MOST_KEPT) {
          loaded.remove(loaded.firstEntry().getKey());
        }
      }
    }
    return known;
  }

  private @Nullable CompiledRulebook load(String hash) {
    try {
      Map<String, byte[]> files = store.filesOf(hash);
      // A version that this program would not load any more has nothing to say.
      return !files.isEmpty()
              && RulebookLoader.load(RulebookFiles.of(files))
                  instanceof LoadResult.Accepted accepted
          ? accepted.rulebook()
          : null;
    } catch (DependencyUnavailableException e) {
      LOG.warnf("rulebook %s cannot be looked up: %s", hash, e.getMessage());
      return null;
    }
  }
}
