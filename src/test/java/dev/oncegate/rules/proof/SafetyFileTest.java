package dev.oncegate.rules.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.rules.sheet.TableProblem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SafetyFileTest {
  private static final String PROPERTY =
      "  - {name: %s, never: {situation: {member: no}, verdict: {action: SEND}}}\n";

  @Test
  void aSecondDocumentIsNotPassedOver() {
    assertThat(sentences("properties: []\n---\nproperties: []\n"))
        .containsExactly("holds a second document after `---`, line 3");
  }

  @Test
  void anAliasIsNotReadAsAWord() {
    assertThat(
            sentences(
                """
                properties:
                  - {name: &a b, never: {situation: {tier: *a}, verdict: {action: SEND}}}
                """))
        .containsExactly("refers to another place by `*`, line 2; write it out");
  }

  @Test
  void aKeyThatIsThereTwiceIsRefused() {
    assertThat(sentences("properties:\n" + PROPERTY.formatted("a") + "properties: []\n"))
        .containsExactly("has a key twice, line 3");
  }

  @Test
  void depthIsRefused() {
    assertThat(sentences("properties: " + "[".repeat(100_000)))
        .singleElement()
        .asString()
        .startsWith("has more than 20 levels");
    assertThat(sentences("- ".repeat(100_000)))
        .singleElement()
        .asString()
        .startsWith("has more than 20 levels");
  }

  @Test
  void lengthIsRefused() {
    assertThat(sentences("#" + "x".repeat(1 << 20)))
        .containsExactly("has more than 1048576 characters");
    assertThat(sentences("properties:\n" + PROPERTY.formatted("a".repeat(301))))
        .singleElement()
        .asString()
        .startsWith("a name has at most 300 characters: aaa");
  }

  @Test
  void blanksWithinAWordCostNoTime() {
    String word = "a" + " ".repeat(1_900) + "b";
    var words = String.join(", ", Collections.nCopies(500, "\"" + word + "\""));
    String file =
        "properties:\n  - {name: a, never: {situation: {trigger: ["
            + words
            + "]}, verdict: {action: SEND}}}\n";
    assertThat(sentences(file)).hasSize(500);
  }

  @Test
  void wordsHaveBounds() {
    String property = "  - {name: a, never: {situation: {tier: %s}, verdict: {action: SEND}}}\n";
    assertThat(sentences("properties:\n" + property.formatted("a".repeat(2_001))))
        .containsExactly("\"a\" has a word of more than 2000 characters for `tier`");
    String many = "[" + "a, ".repeat(1_001) + "]";
    assertThat(sentences("properties:\n" + property.formatted(many)))
        .containsExactly("\"a\" has more than 1000 words for `tier`");
  }

  @Test
  void propertiesAreCounted() {
    var file = new StringBuilder("properties:\n");
    for (int i = 0; i <= 1_000; i++) {
      file.append(PROPERTY.formatted("a" + i));
    }
    assertThat(sentences(file.toString())).containsExactly("has more than 1000 properties");
  }

  @Test
  void entitiesThatGrowAreNotResolved() {
    var file = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 15; i++) {
      file.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ", ").repeat(9) + "]\n");
    }
    assertThat(sentences(file + "properties: []\n"))
        .containsExactly("refers to another place by `*`, line 2; write it out");
  }

  private static List<String> sentences(String yaml) {
    var problems = new ArrayList<TableProblem>();
    SafetyFile.read(yaml.getBytes(StandardCharsets.UTF_8), problems);
    return problems.stream().map(TableProblem::sentence).toList();
  }
}
