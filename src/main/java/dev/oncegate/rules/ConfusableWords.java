package dev.oncegate.rules;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Words that people cannot tell apart, or hardly. */
final class ConfusableWords {
  // Of the confusables of Unicode's TR 39 those that one types or copies by mistake: Cyrillic,
  // Greek and Armenian letters that look like Latin ones.
  private static final Map<Integer, Integer> LATIN = new HashMap<>();
  private static final Pattern UNSEEN =
      Pattern.compile("[\\p{M}\\p{C}\\p{Z}\\s\\u115F\\u1160\\u3164\\uFFA0\\u2800]");

  static {
    put("авекмнорстухѕіјԛԝԁһӏгпь", "abekmhopctyxsijqwdhlrnb");
    put("АВЕКМНОРСТУХЅІЈԚԜ", "ABEKMHOPCTYXSIJQW");
    put("αβεικνορυχγτωη", "abeikvopuxytwn");
    put("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX");
    put("օսոհɑɡı", "ounhagi");
  }

  private ConfusableWords() {}

  private static void put(String letters, String latin) {
    for (int i = 0; i < letters.length(); i++) {
      LATIN.put((int) letters.charAt(i), (int) latin.charAt(i));
    }
  }

  /**
   * What is the same for words that look the same but for case, width, accents and what is not
   * seen.
   */
  static String skeleton(String word) {
    String plain = UNSEEN.matcher(Normalizer.normalize(word, Normalizer.Form.NFKD)).replaceAll("");
    var skeleton = new StringBuilder();
    plain
        .codePoints()
        .forEach(letter -> skeleton.appendCodePoint(LATIN.getOrDefault(letter, letter)));
    return skeleton.toString().toLowerCase(Locale.ROOT);
  }
}
