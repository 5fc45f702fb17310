package dev.oncegate.rules;

import org.jspecify.annotations.Nullable;

/**
 * The rulebook that decides now. Readers take the reference once a batch, so that a batch has one
 * rulebook from its first update to its last.
 */
public final class RulebookInForce {
  private volatile @Nullable CompiledRulebook current;

  /**
   * @param first null where no rulebook is good, until one is
   */
  public RulebookInForce(@Nullable CompiledRulebook first) {
    current = first;
  }

  /** The rulebook; null as long as none is in force. */
  public @Nullable CompiledRulebook orNone() {
    return current;
  }

  /**
   * The rulebook, for whoever knows that one is in force.
   *
   * @throws IllegalStateException if none is
   */
  public CompiledRulebook current() {
    CompiledRulebook inForce = current;
    if (inForce == null) {
      throw new IllegalStateException("no rulebook is in force");
    }
    return inForce;
  }

  /** Puts another in force, in whole, for all batches that begin from now on. */
  public void swap(CompiledRulebook next) {
    current = next;
  }
}
