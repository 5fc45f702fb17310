package dev.oncegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TryCommandTest {
  @TempDir private Path directory;

  @Test
  void aSituationGetsItsVerdictItsRowAndWhatWouldAlterIt() {
    CommandRun run =
        CommandRun.of("try", "--situation", "trigger=new_external_id newIdRelevant=yes");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
              computation=audience trigger=new_external_id member=yes deduped=yes relevantId=yes \
            newIdRelevant=yes mergedMember=no alreadySent=no destinationType='any other' \
            space='any other' tier='any other'
              SEND LATEST new_relevant_id, route default
              by dedupe.drl.xlsx!Dedupe!18: The profile gained an id that the destination was \
            waiting for
              nearly dedupe.drl.xlsx!Dedupe!16, which says DROP already_sent
                but alreadySent is no, not yes (dedupe.drl.xlsx!Dedupe!H16)
              if trigger were value_changed, and so newIdRelevant=no: SEND LATEST entered, route default by \
            dedupe.drl.xlsx!Dedupe!17
              if trigger were profile_merge, and so newIdRelevant=no: SEND LATEST merge_of_non_members, route default by \
            dedupe.drl.xlsx!Dedupe!19
              if trigger were unknown, and so newIdRelevant=no: PARK unknown_trigger by dedupe.drl.xlsx!Dedupe!11
              if member were no: DROP exited by dedupe.drl.xlsx!Dedupe!12
              if deduped were no: SEND ALL not_deduped, route default by \
            dedupe.drl.xlsx!Dedupe!20
              if relevantId were no: DROP no_relevant_id by dedupe.drl.xlsx!Dedupe!15
              if newIdRelevant were no: DROP irrelevant_new_id by dedupe.drl.xlsx!Dedupe!13
              if alreadySent were yes: DROP already_sent by dedupe.drl.xlsx!Dedupe!16
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "trigger=other,                 trigger can be",
    "colour=red,                    is no attribute=word; the attributes are computation",
    "deduped=no alreadySent=yes,    only a deduped destination remembers",
    "newIdRelevant=yes,             only a new external id can be a relevant new id",
    "action=SEND,                   is no attribute=word",
    "member=no trigger=unknown member=yes, member is said twice",
    "member=no member=no,           member is said twice"
  })
  void aSituationThatCannotBeIsRefused(String situation, String sentence) {
    CommandRun run = CommandRun.of("try", "--situation", situation);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(sentence);
  }

  @Test
  void anUpdateIsTriedForEachDestination() throws IOException {
    CommandRun run =
        CommandRun.of(
            "try",
            "--update",
            RecordingOnDisk.updates(directory, 1, 7).toString(),
            "--config",
            RecordingOnDisk.integrations(directory).toString());
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("destination dst_1\n", "destination dst_2\n", "destination dst_3\n")
        .contains("  SEND LATEST entered, route default\n")
        .containsPattern("  to email a\\d+@x.com\n");
  }

  @Test
  void neitherOrBothIsAWrongCall() throws IOException {
    assertThat(CommandRun.of("try").exitCode()).isEqualTo(2);
    assertThat(CommandRun.of("try", "--update", "x").err()).startsWith("say either");
    Path two = RecordingOnDisk.updates(directory, 2, 7);
    Path config = RecordingOnDisk.integrations(directory);
    assertThat(
            CommandRun.of("try", "--update", two.toString(), "--config", config.toString()).err())
        .contains("holds more than one update");
  }
}
