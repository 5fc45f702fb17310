package dev.oncegate.rules;

/**
 * The rulebook that decides now. Readers take the reference once a batch, so that a batch has one
 * rulebook from its first update to its last.
 */
public final class RulebookInForce {
  private volatile CompiledRulebook current;

  public RulebookInForce(CompiledRulebook first) {
    current = first;
  }

  public CompiledRulebook current() {
    return current;
  }

  /** Puts another in force, in whole, for all batches that begin from now on. */
  public void swap(CompiledRulebook next) {
    current = next;
  }
}
