package dev.oncegate.rules;

import dev.oncegate.core.update.CodePoints;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.rules.engine.Rule;
import dev.oncegate.rules.engine.RuleMatches;
import dev.oncegate.rules.proof.SafetyFile;
import dev.oncegate.rules.proof.Verdicts;
import dev.oncegate.rules.sheet.TableProblem;
import dev.oncegate.rules.space.Attribute;
import dev.oncegate.rules.space.Vocabulary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Words of a rulebook's tables and properties that no destination and no space has, so that what
 * they say never comes about. It is no fault of the rulebook: a destination may be made later.
 */
public final class UnknownWords {
  /** How many are named. */
  private static final int NAMED = 100;

  /** Among how many words that there are a misspelt one is looked for. */
  private static final int COMPARED = 10_000;

  private static final int LISTED = 8;
  private static final int ODD_LETTERS = 3;

  private final Verdicts verdicts;
  private final Integrations integrations;
  private final List<TableProblem> found = new ArrayList<>();

  private UnknownWords(Verdicts verdicts, Integrations integrations) {
    this.verdicts = verdicts;
    this.integrations = integrations;
  }

  /** A sentence for each, at the first cell that names it; the first hundred of each attribute. */
  public static List<TableProblem> of(Verdicts verdicts, Integrations integrations) {
    var words = new UnknownWords(verdicts, integrations);
    verdicts.space().literals().forEach(words::look);
    return List.copyOf(words.found);
  }

  private void look(Attribute attribute, Collection<String> named) {
    Collection<String> there = there(attribute);
    var unknown = new TreeSet<>(named);
    unknown.removeAll(there);
    if (unknown.isEmpty()) {
      return;
    }
    Map<String, List<String>> cells = cells(attribute);
    var byLook = new LinkedHashMap<String, String>();
    there.forEach(word -> byLook.putIfAbsent(ConfusableWords.skeleton(word), word));
    unknown.stream()
        .limit(NAMED)
        .forEach(word -> found.add(problem(attribute, word, byLook, cells.get(word))));
  }

  private Collection<String> there(Attribute attribute) {
    return switch (attribute) {
      case DESTINATION_TYPE -> integrations.destinationTypes();
      case SPACE -> integrations.spaceIds();
      case TIER -> integrations.tiers();
      default -> attribute.words();
    };
  }

  /** The cells that name each word, in the order of the rows. */
  private Map<String, List<String>> cells(Attribute attribute) {
    var cells = new LinkedHashMap<String, List<String>>();
    for (RuleMatches answers : List.of(verdicts.decided(), verdicts.routed())) {
      for (Rule rule : answers.rules()) {
        if (rule instanceof Rule.OfTable row) {
          String cell = row.table().conditionCell(row.tableRow(), attribute);
          for (String word : row.tableRow().conditions().getOrDefault(attribute, List.of())) {
            cells.computeIfAbsent(word, _ -> new ArrayList<>()).add(cell);
          }
        }
      }
    }
    return cells;
  }

  private static TableProblem problem(
      Attribute attribute, String word, Map<String, String> byLook, @Nullable List<String> cells) {
    String sentence = nobodyHas(attribute, word) + nearest(word, byLook);
    if (cells == null) {
      return TableProblem.ofFile(SafetyFile.NAME, sentence);
    }
    String more = cells.size() == 1 ? "" : "; so say " + (cells.size() - 1) + " more cells";
    String[] address = cells.getFirst().split("!", 3);
    return new TableProblem(address[0], address[1], address[2], sentence + more);
  }

  private static String nobodyHas(Attribute attribute, String word) {
    return switch (attribute) {
      case DESTINATION_TYPE -> "no destination has the type " + quoted(word);
      case SPACE -> "there is no space " + quoted(word);
      default -> "no space has the " + attribute + " " + quoted(word);
    };
  }

  private static String nearest(String word, Map<String, String> byLook) {
    String look = ConfusableWords.skeleton(word);
    String alike = byLook.get(look);
    if (alike != null) {
      return ": did you mean " + quoted(alike) + "?" + odd(word, alike) + odd(alike, word);
    }
    String near = Vocabulary.nearest(look, byLook.keySet().stream().limit(COMPARED).toList());
    if (near != null) {
      return ": did you mean " + quoted(byLook.getOrDefault(near, near)) + "?";
    }
    return byLook.size() > LISTED || byLook.isEmpty()
        ? ""
        : "; known are "
            + byLook.values().stream().map(UnknownWords::quoted).collect(Collectors.joining(", "));
  }

  /** Which letters of a word are not what they look like. */
  private static String odd(String word, String other) {
    List<String> letters =
        word.codePoints()
            .filter(letter -> letter > 0x7F && other.indexOf(letter) < 0)
            .distinct()
            .limit(ODD_LETTERS)
            .mapToObj(letter -> String.format(Locale.ROOT, "U+%04X", letter))
            .toList();
    return letters.isEmpty()
        ? ""
        : " In " + quoted(word) + " there is " + String.join(", ", letters);
  }

  private static String quoted(String word) {
    // A blank at an end is not seen either.
    return "`" + CodePoints.visible(word.replaceAll("^ +| +$", "U+0020")) + "`";
  }
}
