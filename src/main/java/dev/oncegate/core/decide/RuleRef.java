package dev.oncegate.core.decide;

/**
 * The rule that answered.
 *
 * @param address {@code dedupe.drl.xlsx!Dedupe!12} for a row of a table, {@code file!rule} for a
 *     DRL rule
 * @param sentence what it says, for people
 */
public record RuleRef(String address, String sentence) {
  @Override
  public String toString() {
    return address;
  }
}
