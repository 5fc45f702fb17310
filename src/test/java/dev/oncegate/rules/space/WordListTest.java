package dev.oncegate.rules.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people write for words, and what they are told to write instead. */
@NullUnmarked
class WordListTest {
  private final List<String> complaints = new ArrayList<>();

  private List<String> words(Attribute attribute, String text) {
    return WordList.read(attribute, text, complaints::add);
  }

  private String complaint(Attribute attribute, String text) {
    words(attribute, text);
    assertThat(complaints).as(text).hasSize(1);
    return complaints.getFirst();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TRIGGER|not unknown|value_changed, new_external_id, profile_merge",
        "TRIGGER|Not unknown,value_changed|new_external_id, profile_merge",
        "TRIGGER|NOT  unknown , unknown|value_changed, new_external_id, profile_merge",
        "MEMBER|not yes|no",
        "MEMBER|TRUE|yes",
        "MEMBER|false|no",
        "MEMBER|not FALSE|yes",
        "ACTION|not DROP|SEND, PARK",
        "DESTINATION_TYPE|sendgrid, not_yet, except_us, all_hands|sendgrid, not_yet, except_us, all_hands",
        "TIER|none|none",
        "TIER|TRUE|TRUE"
      })
  void areTheWordsThatAreMeant(Attribute attribute, String text, String words) {
    assertThat(words(attribute, text)).containsExactly(words.split(", ", -1));
    assertThat(complaints).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!unknown",
        "! unknown",
        "!=unknown",
        "<> unknown",
        "≠unknown",
        "except unknown",
        "Except for unknown",
        "all but unknown",
        "anything except unknown",
        "other than unknown",
        "-unknown",
        "~unknown",
        "no unknown",
        "not(unknown)",
        "NOT: unknown"
      })
  void negationsOfOtherLanguagesPointToNot(String text) {
    assertThat(complaint(Attribute.TRIGGER, text)).contains("write `not unknown`");
  }

  @ParameterizedTest
  @ValueSource(strings = {"not free", "!free", "<>free", "except free", "not free, business"})
  void anOpenColumnHasNoNegation(String text) {
    assertThat(complaint(Attribute.TIER, text))
        .contains("there is no `not` for tier")
        .contains("above this row");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not|a word is missing",
        "not unknown,|a word is missing",
        "not unknwn|did you mean `unknown`?",
        "not unknown, not value_changed|`not` stands once",
        "unknown, not value_changed|`not` stands once",
        "not not unknown|`not` stands once",
        "not any|which means any",
        "not value_changed, new_external_id, profile_merge, unknown|leaves no trigger"
      })
  void aNegationOfNothingIsRefused(String text, String sentence) {
    assertThat(complaint(Attribute.TRIGGER, text)).contains(sentence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "any",
        "Any",
        "ALL",
        "*",
        "**",
        "-",
        "–",
        "—",
        "?",
        "n/a",
        "N/A",
        "＊",
        "ａｎｙ",
        "anything",
        "everything"
      })
  void aWordForEveryWordIsRefusedInEveryColumn(String text) {
    assertThat(complaint(Attribute.TIER, text)).contains("leave the cell empty");
    complaints.clear();
    assertThat(complaint(Attribute.TRIGGER, text)).contains("leave the cell empty");
    complaints.clear();
    assertThat(complaint(Attribute.TIER, "free, " + text)).contains("leave the cell empty");
  }

  @Test
  void anyOtherIsWhatTheLastRowIsFor() {
    assertThat(complaint(Attribute.TIER, "any other")).contains("last row");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sendgrid; mailgun",
        "sendgrid;mailgun",
        "sendgrid\nmailgun",
        "sendgrid\r\nmailgun",
        "sendgrid、mailgun",
        "sendgrid，mailgun",
        "sendgrid | mailgun",
        "sendgrid or mailgun",
        "sendgrid und mailgun",
        "sendgrid & mailgun",
        "sendgrid;mailgun;"
      })
  void listsAreSeparatedByCommas(String text) {
    assertThat(complaint(Attribute.DESTINATION_TYPE, text))
        .contains("separate words with commas, `sendgrid, mailgun`");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unknown;value_changed",
        "unknown value_changed",
        "unknown/value_changed",
        "unknown + value_changed",
        "unknown\nvalue_changed"
      })
  void soAreListsOfKnownWords(String text) {
    assertThat(complaint(Attribute.TRIGGER, text))
        .contains("separate words with commas, `unknown, value_changed`");
  }

  @ParameterizedTest
  @ValueSource(strings = {"WAHR", "vrai", "1", "0", "y", "ja"})
  void yesAndNoInAnotherLanguageAreToldTheWords(String text) {
    assertThat(complaint(Attribute.MEMBER, text)).contains("write `yes` or `no`");
  }

  @Test
  void charactersThatNobodySeesAreNamed() {
    assertThat(complaint(Attribute.TIER, "fr\u200bee")).contains("`frU+200Bee`");
  }
}
