package dev.oncegate.rules.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.oncegate.core.decide.Selection;
import dev.oncegate.core.update.CodePoints;
import dev.oncegate.rules.proof.SafetyProperty.Aspect;
import dev.oncegate.rules.sheet.TableLimits;
import dev.oncegate.rules.sheet.TableProblem;
import dev.oncegate.rules.space.Attribute;
import dev.oncegate.rules.space.Vocabulary;
import dev.oncegate.rules.space.WordList;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.YAMLException;

/** The file {@code safety.yaml}: a list of {@link SafetyProperty properties}. */
public final class SafetyFile {
  public static final String NAME = "safety.yaml";

  /** Characters of the file. */
  private static final int FILE_CHARACTERS = 1 << 20;

  /** Levels of the file, of which properties need six. */
  private static final int LEVELS = 20;

  /** Properties in the file; each is held against every situation. */
  private static final int PROPERTIES = 1_000;

  /** Words in one list. */
  private static final int WORDS = 1_000;

  /** Characters of a property's name. */
  private static final int SENTENCE_CHARACTERS = 300;

  private static final YAMLMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .loaderOptions(options())
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(LEVELS).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .build();

  private final List<SafetyProperty> properties = new ArrayList<>();
  private final List<TableProblem> problems;

  private SafetyFile(List<TableProblem> problems) {
    this.problems = problems;
  }

  /** Reads the file; what is wrong with it is added to the problems. */
  public static SafetyFile read(byte[] bytes, List<TableProblem> problems) {
    var file = new SafetyFile(problems);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.length() > FILE_CHARACTERS) {
        file.problem("has more than " + FILE_CHARACTERS + " characters");
      } else if (file.isPlain(text)) {
        file.readAll(YAML.readTree(text));
      }
    } catch (CharacterCodingException _) {
      file.problem("is not in UTF-8");
    } catch (StreamConstraintsException e) {
      file.problem(
          "has more than " + LEVELS + " levels, or a number or name that is too long" + line(e));
    } catch (JsonProcessingException e) {
      file.problem(
          String.valueOf(e.getOriginalMessage()).startsWith("Duplicate field")
              ? "has a key twice" + line(e)
              : "is no YAML"
                  + line(e)
                  + ": indentation, a colon, a quote or a bracket is not as it must be there");
    } catch (IOException | YAMLException _) {
      // What the parser's own bounds keep out.
      file.problem("is no YAML that anybody wrote");
    }
    return file;
  }

  private static LoaderOptions options() {
    var options = new LoaderOptions();
    options.setCodePointLimit(FILE_CHARACTERS);
    return options;
  }

  private static String line(JsonProcessingException e) {
    return e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
  }

  /**
   * Whether the text is one document without aliases. Of several documents only the first would be
   * read, and an alias would be read as a word.
   */
  private boolean isPlain(String text) throws IOException {
    int level = 0;
    boolean ended = false;
    try (YAMLParser yaml = YAML.getFactory().createParser(text)) {
      for (JsonToken token = yaml.nextToken(); token != null; token = yaml.nextToken()) {
        if (ended) {
          problem("holds a second document after `---`, line " + line(yaml));
          return false;
        }
        if (yaml.isCurrentAlias()) {
          problem("refers to another place by `*`, line " + line(yaml) + "; write it out");
          return false;
        }
        level += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        ended = level == 0;
      }
    }
    return true;
  }

  private static int line(YAMLParser yaml) {
    return yaml.currentTokenLocation().getLineNr();
  }

  List<SafetyProperty> properties() {
    return properties;
  }

  /** The words of open attributes that properties name; they are part of the space. */
  public Map<Attribute, SortedSet<String>> literals() {
    var literals = new EnumMap<Attribute, SortedSet<String>>(Attribute.class);
    for (SafetyProperty property : properties) {
      property
          .situation()
          .forEach(
              (attribute, words) -> {
                if (attribute.isOpen()) {
                  var named = literals.computeIfAbsent(attribute, _ -> new TreeSet<>());
                  named.addAll(words);
                  named.remove(Attribute.ANY_OTHER);
                }
              });
    }
    return literals;
  }

  private void problem(String sentence) {
    problems.add(TableProblem.ofFile(NAME, sentence));
  }

  private void readAll(@Nullable JsonNode root) {
    if (root == null || !root.isObject() || !root.path("properties").isArray()) {
      problem("must hold `properties:` with a list; an empty list is `properties: []`");
      return;
    }
    requireKeys("the file", root, List.of("properties"));
    Set<String> sentences = new HashSet<>();
    if (root.get("properties").size() > PROPERTIES) {
      problem("has more than " + PROPERTIES + " properties");
      return;
    }
    for (JsonNode property : root.get("properties")) {
      if (problems.size() < TableLimits.PROBLEMS) {
        readProperty(property, sentences);
      }
    }
  }

  private void readProperty(JsonNode node, Set<String> sentences) {
    String sentence = node.path("name").asText("").strip();
    if (sentence.isEmpty()) {
      problem("each property needs a `name:`, a sentence that people read when it is broken");
      return;
    }
    if (sentence.length() > SENTENCE_CHARACTERS) {
      problem(
          "a name has at most "
              + SENTENCE_CHARACTERS
              + " characters: "
              + CodePoints.cut(sentence, 40));
      return;
    }
    if (!sentences.add(sentence)) {
      problem("two properties are named \"" + sentence + "\"");
    }
    String where = "\"" + sentence + "\"";
    requireKeys(where, node, List.of("name", "never", "always"));
    if (node.has("never") == node.has("always")) {
      problem(where + " needs either `never:` or `always:`");
      return;
    }
    boolean always = node.has("always");
    JsonNode claim = node.get(always ? "always" : "never");
    requireKeys(where, claim, List.of("situation", "verdict"));
    int before = problems.size();
    Map<Attribute, List<String>> situation = situation(where, claim.path("situation"));
    Map<Aspect, List<String>> verdict = verdict(where, claim.path("verdict"));
    if (verdict.isEmpty() && problems.size() == before) {
      problem(where + " says nothing of the verdict");
    }
    if (problems.size() == before) {
      properties.add(new SafetyProperty(sentence, always, situation, verdict));
    }
  }

  private void requireKeys(String where, JsonNode node, List<String> known) {
    if (!node.isObject()) {
      problem(where + " must have the keys " + String.join(", ", known));
    }
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!known.contains(key)) {
                problem(
                    where
                        + " has the unknown key `"
                        + key
                        + "`: "
                        + Vocabulary.didYouMean(key, known));
              }
            });
  }

  private Map<Attribute, List<String>> situation(String where, JsonNode node) {
    var conditions = new EnumMap<Attribute, List<String>>(Attribute.class);
    List<String> known = Attribute.ofASituation().stream().map(Attribute::word).toList();
    if (!node.isMissingNode()) {
      requireKeys(where, node, known);
    }
    for (Attribute attribute : Attribute.ofASituation()) {
      if (node.has(attribute.word())) {
        conditions.put(attribute, words(where, attribute, node.get(attribute.word())));
      }
    }
    return conditions;
  }

  private Map<Aspect, List<String>> verdict(String where, JsonNode node) {
    var conditions = new EnumMap<Aspect, List<String>>(Aspect.class);
    if (node.isMissingNode()) {
      return conditions;
    }
    requireKeys(where, node, Arrays.stream(Aspect.values()).map(Aspect::word).toList());
    for (Aspect aspect : Aspect.values()) {
      if (node.has(aspect.word())) {
        List<String> known =
            switch (aspect) {
              case ACTION -> Attribute.ACTION.words();
              case SELECTION -> Arrays.stream(Selection.values()).map(Selection::name).toList();
              case REASON, ROUTE -> List.of();
            };
        conditions.put(aspect, words(where, aspect.word(), node.get(aspect.word()), known));
      }
    }
    return conditions;
  }

  /** The words of a situation's attribute, which may be those that {@code not} leaves. */
  private List<String> words(String where, Attribute attribute, JsonNode node) {
    int before = problems.size();
    List<String> written = words(where, attribute.word(), node, List.of());
    if (problems.size() > before) {
      return written;
    }
    if (!attribute.isOpen()) {
      // As in a table's cell.
      return WordList.read(
          attribute, String.join(", ", written), complaint -> problem(where + ": " + complaint));
    }
    for (String word : written) {
      if (WordList.meansAny(word)) {
        problem(
            where
                + ": `"
                + word
                + "` is no "
                + attribute
                + ": leave `"
                + attribute
                + "` out, which means any");
      } else if (WordList.isNegated(word) || word.startsWith("!")) {
        problem(where + ": `" + word + "`: there is no `not` for " + attribute);
      }
    }
    return written;
  }

  /** One word or a list of them; where no words are known, any word goes. */
  private List<String> words(String where, String what, JsonNode node, List<String> known) {
    var words = new ArrayList<String>();
    if (node.size() > WORDS) {
      problem(where + " has more than " + WORDS + " words for `" + what + "`");
      return words;
    }
    for (JsonNode value : node.isArray() ? node : List.of(node)) {
      // To YAML 1.1, a bare yes is a truth value.
      String word =
          value.isBoolean() ? Vocabulary.yesOrNo(value.asBoolean()) : value.asText("").strip();
      if (!value.isValueNode() || value.isNull() || word.isEmpty()) {
        problem(where + " needs a word for `" + what + "`, or a list of words");
      } else if (word.length() > TableLimits.CELL_CHARACTERS) {
        problem(
            where
                + " has a word of more than "
                + TableLimits.CELL_CHARACTERS
                + " characters for `"
                + what
                + "`");
        word = "";
      } else if (!known.isEmpty() && !known.contains(word)) {
        problem(
            where + ": `" + word + "` is no " + what + ": " + Vocabulary.didYouMean(word, known));
      }
      words.add(word);
    }
    if (words.isEmpty()) {
      problem(where + " has an empty list for `" + what + "`");
    }
    return words;
  }
}
