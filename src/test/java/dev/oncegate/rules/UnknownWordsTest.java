package dev.oncegate.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.Samples;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.core.update.Space;
import dev.oncegate.rules.sheet.TableProblem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnknownWordsTest {
  private static final Integrations THERE =
      new Integrations(
          List.of(new Space("spa_1", "business")),
          List.of(Samples.destination("dst_1").made()),
          List.of());
  private static final String TYPE = Samples.destination("dst_1").made().type();

  @Test
  void wordsThatADestinationOrASpaceHasAreNotWarnedOf() {
    assertThat(warnings("destinationType=" + TYPE + ";space=spa_1;tier=business -> DROP x"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "tier=Business,           no space has the tier `Business`: did you mean `business`?",
    "tier=bussiness,          no space has the tier `bussiness`: did you mean `business`?",
    "tier=buѕiness, In `buѕiness` there is U+0455",
    "tier=ｂusiness,          In `ｂusiness` there is U+FF42",
    "tier=ΒUSINESS,          did you mean `business`? In `ΒUSINESS` there is U+0392",
    "tier=business\uFE0F,     In `businessU+FE0F` there is U+FE0F",
    "space=ѕра_1,             there is no space `ѕра_1`: did you mean `spa_1`?",
    "space=elsewhere,         there is no space `elsewhere`; known are `spa_1`"
  })
  void aWordThatNothingHasIsNamedWithTheNearest(String condition, String sentence) {
    assertThat(warnings(condition + " -> DROP x"))
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.sentence()).contains(sentence);
              assertThat(warning.file()).isEqualTo(Tables.DEDUPE);
              assertThat(warning.cell()).endsWith("" + Tables.FIRST_ROW);
            });
  }

  @Test
  void aWordOfAPropertyIsNamedToo() {
    String safety =
        """
        properties:
          - name: Nothing odd
            never:
              situation: {destinationType: [send grid]}
              verdict: {reason: no_such_reason}
        """;
    var rulebook = Tables.accepted(Tables.files(Tables.TREE, Tables.DEFAULT_ROUTE, safety));
    assertThat(UnknownWords.of(rulebook.verdicts(), THERE))
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.address()).isEqualTo("safety.yaml");
              assertThat(warning.sentence()).startsWith("no destination has the type `send grid`");
            });
  }

  @Test
  void theBlankOfAWordThatIsThereIsSeen() {
    var there = new Integrations(List.of(new Space("s", " gold\u00A0")), List.of(), List.of());
    var rulebook =
        Tables.accepted(
            Tables.files(
                Tables.with(0, "tier=gold -> DROP x"), Tables.DEFAULT_ROUTE, Tables.NO_PROPERTIES));
    assertThat(UnknownWords.of(rulebook.verdicts(), there).getFirst().sentence())
        .contains("did you mean `U+0020goldU+00A0`?");
  }

  private static List<TableProblem> warnings(String rule) {
    return UnknownWords.of(
        Tables.accepted(
                Tables.files(Tables.with(0, rule), Tables.DEFAULT_ROUTE, Tables.NO_PROPERTIES))
            .verdicts(),
        THERE);
  }
}
