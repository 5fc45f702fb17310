package dev.oncegate.rules.space;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What people write to say which words of an attribute they mean: words with commas between them,
 * or {@code not} and the words of a closed attribute that they do not mean. What they may write
 * instead is refused with what to write.
 */
public final class WordList {
  private static final Pattern OPEN_WORD =
      Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}_.:/+@-]*");
  private static final Pattern CODE = Pattern.compile("[\"\\\\{}$;=<>()]|\\p{Cntrl}");
  private static final Pattern NOT = Pattern.compile("(?i)not(?:\\s+|$)");
  private static final Pattern OTHER_NOT =
      Pattern.compile(
          "(?iU)(?:!=?|<>|≠|¬|[~^-](?=\\p{L})|not\\s*[(:!=]|(?:(?:(?:all|any|anything|everything)"
              + "\\s+)?(?:but\\s+not|but|except\\s+for|except|other\\s+than)|excluding|without"
              + "|is\\s+not|isn't|no|non|none\\s+of|nicht|außer|ausser|sauf)\\s)\\s*");
  private static final Pattern SEPARATOR =
      Pattern.compile(
          "(?iU)\\s*(?:[;|&\\r\\n\\t\\u3001\\uff0c\\uff1b\\u060c•]|\\s(?:or|and|oder|und|ou|et)\\s)\\s*");
  private static final Pattern BLANKS = Pattern.compile("(?U)[\\s&&[^\\r\\n\\t]]+");
  private static final Pattern CLOSED_SEPARATOR = Pattern.compile("[\\s/+.:]+");

  /** Said of any attribute to mean every word; the marks among them begin no word anyway. */
  private static final Set<String> ANY =
      Set.of("any", "all", "anything", "everything", "n/a", "n.a.", "#n/a");

  /** What else people and spreadsheet programs write for yes and no. */
  private static final Pattern OTHER_YES_NO =
      Pattern.compile(
          "(?iU)[01ynxtfj]|ja|nein|oui|non|s[ií]|wahr|falsch|vrai|faux|verdadero|falso|vero|(?:on)?waar");

  private static final Pattern ONLY_MARKS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}\\s]+");

  private final Attribute attribute;
  private final Consumer<String> complaints;
  private boolean good = true;

  private WordList(Attribute attribute, Consumer<String> complaints) {
    this.attribute = attribute;
    this.complaints = complaints;
  }

  /**
   * The words that are meant.
   *
   * @param complaints is given a sentence for each thing that cannot be meant; the words say
   *     nothing then
   */
  public static List<String> read(Attribute attribute, String text, Consumer<String> complaints) {
    return new WordList(attribute, complaints).read(text);
  }

  /** Whether a text says which words are not meant. */
  public static boolean isNegated(String text) {
    return NOT.matcher(text).lookingAt();
  }

  /** Whether somebody who writes this word means every word. */
  public static boolean meansAny(String word) {
    String plain = Normalizer.normalize(word, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return ANY.contains(plain)
        || (ONLY_MARKS.matcher(plain).matches() && !CODE.matcher(plain).find());
  }

  private List<String> read(String text) {
    Matcher not = NOT.matcher(text);
    boolean negated = not.lookingAt();
    if (!negated && OTHER_NOT.matcher(text).lookingAt() && !attribute.words().contains(text)) {
      complain(insteadOf(text));
      return List.of();
    }
    if (negated && attribute.isOpen()) {
      complain(noNegation(text));
      return List.of();
    }
    var named = new LinkedHashSet<String>();
    for (String part : (negated ? text.substring(not.end()) : text).split(",", -1)) {
      String word = yesOrNo(part.strip());
      String complaint = complaint(word);
      if (complaint != null) {
        complain(complaint);
      }
      named.add(word);
    }
    if (!negated) {
      return List.copyOf(named);
    }
    var meant = new ArrayList<>(attribute.words());
    meant.removeAll(named);
    if (meant.isEmpty() && good) {
      complain("`" + text + "` leaves no " + attribute + ", so that it never holds");
    }
    return meant;
  }

  private void complain(String sentence) {
    good = false;
    complaints.accept(sentence);
  }

  /** Spreadsheet programs make a truth value of some spellings, and a word of it when they save. */
  private String yesOrNo(String word) {
    if (attribute.words().equals(Vocabulary.YES_NO)) {
      return switch (word.toLowerCase(Locale.ROOT)) {
        case "true" -> Vocabulary.YES;
        case "false" -> Vocabulary.NO;
        default -> word;
      };
    }
    return word;
  }

  private @Nullable String complaint(String word) {
    if (attribute.words().contains(word)) {
      return null;
    }
    if (word.isEmpty()) {
      return "between two commas, or beside one or `not`, a word is missing";
    }
    String shown = "`" + Vocabulary.shown(word) + "`";
    if (isNegated(word) || OTHER_NOT.matcher(word).lookingAt()) {
      return shown + " is no word: `not` stands once, before all words that are not meant";
    }
    if (meansAny(word)) {
      return shown + " is no " + attribute + ": leave the cell empty, which means any";
    }
    if (word.equalsIgnoreCase(Attribute.ANY_OTHER)) {
      return shown + " is what is left for the last row: leave its cell empty";
    }
    String list = withCommas(word);
    if (list != null) {
      return shown + " is no word: separate words with commas, `" + list + "`";
    }
    if (CODE.matcher(word).find()) {
      return shown + " is no word: a cell holds data, not code";
    }
    if (!attribute.isOpen()) {
      return shown + " is no " + attribute + ": " + instead(word);
    }
    return OPEN_WORD.matcher(word).matches()
        ? null
        : shown
            + " is no word: letters, digits and any of _ . : / + @ -"
            + "; several words are separated by commas";
  }

  private String instead(String word) {
    return attribute.words().equals(Vocabulary.YES_NO) && OTHER_YES_NO.matcher(word).matches()
        ? "write `yes` or `no`"
        : Vocabulary.didYouMean(word, attribute.words());
  }

  /** The words with commas, where something else stands between them; null if they are none. */
  private @Nullable String withCommas(String word) {
    // Without runs of blanks, which the pattern would begin to match at each of them.
    String text = BLANKS.matcher(word).replaceAll(" ");
    List<String> words = split(SEPARATOR, text);
    if (SEPARATOR.matcher(text).find() && words.stream().allMatch(this::mayBeWord)) {
      return String.join(", ", words);
    }
    words = split(CLOSED_SEPARATOR, text);
    return words.size() > 1 && attribute.words().containsAll(words)
        ? String.join(", ", words)
        : null;
  }

  private static List<String> split(Pattern separator, String text) {
    return separator.splitAsStream(text).filter(word -> !word.isEmpty()).toList();
  }

  private boolean mayBeWord(String word) {
    return OPEN_WORD.matcher(word).matches();
  }

  /** What to write in place of {@code !x} and the like. */
  private String insteadOf(String text) {
    if (attribute.isOpen()) {
      return noNegation(text);
    }
    var words = new ArrayList<String>();
    for (String part : text.split(",", -1)) {
      words.add(OTHER_NOT.matcher(part.strip()).replaceFirst("").replaceAll("[()]", "").strip());
    }
    return "`"
        + Vocabulary.shown(text)
        + "` is no "
        + attribute
        + ": write `not "
        + Vocabulary.shown(String.join(", ", words))
        + "` for every other word";
  }

  private String noNegation(String text) {
    return "`"
        + Vocabulary.shown(text)
        + "`: there is no `not` for "
        + attribute
        + ", which may be any word; put a row for the words that are not meant above this row, and"
        + " leave this cell empty";
  }
}
