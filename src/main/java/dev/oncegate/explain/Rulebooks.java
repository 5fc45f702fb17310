package dev.oncegate.explain;

import dev.oncegate.rules.CompiledRulebook;
import org.jspecify.annotations.Nullable;

/** The rulebooks by which something was decided, as far as they are still known. */
public interface Rulebooks {

  /** The rulebook of a hash, or null where nobody has it any more. */
  @Nullable CompiledRulebook find(String hash);
}
