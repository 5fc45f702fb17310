package dev.oncegate.core.decide;

/** Guards the words that tables give and other programs read. */
final class WordGuard {
  private WordGuard() {}

  static void requireWord(String what, String word, String punctuation) {
    boolean good = !word.isEmpty();
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      good &= (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || punctuation.indexOf(c) >= 0;
    }
    if (!good) {
      throw new IllegalArgumentException(
          what + " '" + word + "' must be lower-case letters, digits and any of " + punctuation);
    }
  }
}
