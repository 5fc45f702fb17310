package dev.oncegate.core.decide;

/** Why, in a word of the table: {@code already_sent}. */
public record Reason(String word) {
  public Reason {
    Words.requireWord("reason", word, "_");
  }

  @Override
  public String toString() {
    return word;
  }
}
