package dev.oncegate.rules.space;

import dev.oncegate.core.update.CodePoints;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words of rules, and which of them somebody may have meant. */
public final class Vocabulary {
  public static final String YES = "yes";
  public static final String NO = "no";

  static final List<String> YES_NO = List.of(YES, NO);

  /** Characters of a text that a sentence quotes. */
  private static final int LONGEST_QUOTE = 100;

  private static final Pattern UNSEEN = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

  private Vocabulary() {}

  public static String yesOrNo(boolean yes) {
    return yes ? YES : NO;
  }

  /** A text as a sentence quotes it: of characters that nobody sees, what they are. */
  public static String shown(String text) {
    return UNSEEN
        .matcher(CodePoints.cut(text, LONGEST_QUOTE))
        .replaceAll(found -> String.format(Locale.ROOT, "U+%04X", found.group().codePointAt(0)));
  }

  /** A sentence's end: which word was perhaps meant, or else which words there are. */
  public static String didYouMean(String word, Collection<String> known) {
    String nearest = nearest(word, known);
    return nearest == null
        ? "known are " + String.join(", ", known)
        : "did you mean `" + nearest + "`?";
  }

  /**
   * The known word that is nearest by letters changed, added, dropped or swapped, if it is near.
   */
  public static @Nullable String nearest(String word, Collection<String> known) {
    String nearest = null;
    int best = Math.max(2, word.length() / 3) + 1;
    for (String candidate : known) {
      if (Math.abs(word.length() - candidate.length()) >= best) {
        continue;
      }
      int distance = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (distance < best && distance < candidate.length()) {
        best = distance;
        nearest = candidate;
      }
    }
    return nearest;
  }

  /** The optimal string alignment distance. */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      cost[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      cost[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int changed = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(changed, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          cost[i][j] = Math.min(cost[i][j], 1 + cost[i - 2][j - 2]);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
