package dev.oncegate.codec;

import java.util.List;
import java.util.Locale;

/** Which known word somebody may have meant. */
public final class NearestWord {
  private static final int MAX_EDITS = 2;

  private NearestWord() {}

  /** {@code "; did you mean call?"}, or nothing if no word is near. */
  public static String hint(String written, List<String> words) {
    String nearest = "";
    // A word of which more than half would change is another word.
    int fewest = Math.min(MAX_EDITS, written.length() / 2) + 1;
    for (String word : words) {
      int edits = edits(written.toLowerCase(Locale.ROOT), word.toLowerCase(Locale.ROOT));
      if (edits < fewest) {
        fewest = edits;
        nearest = word;
      }
    }
    return nearest.isEmpty() ? "" : "; did you mean " + nearest + "?";
  }

  /** The Levenshtein distance. */
  private static int edits(String a, String b) {
    if (Math.abs(a.length() - b.length()) > MAX_EDITS) {
      return Integer.MAX_VALUE;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
