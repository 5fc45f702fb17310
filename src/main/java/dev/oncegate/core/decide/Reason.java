package dev.oncegate.core.decide;

/** Why, in a word of the table: {@code already_sent}. */
public record Reason(String word) {
  public Reason {
    WordGuard.requireWord("reason", word, "_");
  }

  @Override
  public String toString() {
    return word;
  }
}
