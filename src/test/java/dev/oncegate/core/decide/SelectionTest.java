package dev.oncegate.core.decide;

import static dev.oncegate.core.Samples.destination;
import static dev.oncegate.core.Samples.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.Gate;
import dev.oncegate.core.update.ExternalId;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final String OLD = "2026-01-01T00:00:00Z";
  private static final String NEW = "2026-02-01T00:00:00Z";

  @Test
  void allSelectsEveryIdWhateverTheDestinationDedupesOn() {
    assertThat(chosen(Selection.ALL, id("phone", "1"), id("email", "a"), id("email", "b")))
        .isEqualTo("[email:a email:b phone:1]");
  }

  @Test
  void latestSelectsTheNewestIdOfEachDedupedType() {
    assertThat(
            chosen(
                Selection.LATEST,
                id("email", "b", OLD),
                id("email", "a", NEW),
                id("phone", "1", OLD),
                id("user_id", "u", NEW)))
        .isEqualTo("[email:a phone:1]");
  }

  @Test
  void oldestSelectsTheOldestIdOfEachDedupedType() {
    assertThat(
            chosen(
                Selection.OLDEST,
                id("email", "b", OLD),
                id("email", "a", NEW),
                id("phone", "1", NEW)))
        .isEqualTo("[email:b phone:1]");
  }

  @Test
  void aTieOfTheLatestGoesToTheIdThatSortsLastByCodePoint() {
    assertThat(chosen(Selection.LATEST, id("email", "a", OLD), id("email", "b", OLD)))
        .isEqualTo("[email:b]");
    assertThat(
            chosen(Selection.LATEST, id("email", "\uFF61", OLD), id("email", "\uD83D\uDE00", OLD)))
        .isEqualTo("[email:\uD83D\uDE00]");
  }

  @Test
  void aTieOfTheOldestGoesToTheIdThatSortsFirst() {
    assertThat(chosen(Selection.OLDEST, id("email", "b", OLD), id("email", "a", OLD)))
        .isEqualTo("[email:a]");
  }

  @Test
  void aMissingCreationIsOlderThanAnyOther() {
    String longAgo = "0000-01-01T00:00:00Z";
    assertThat(chosen(Selection.LATEST, id("email", "b"), id("email", "a", longAgo)))
        .isEqualTo("[email:a]");
    assertThat(chosen(Selection.OLDEST, id("email", "b"), id("email", "a", longAgo)))
        .isEqualTo("[email:b]");
    assertThat(chosen(Selection.LATEST, id("email", "a"), id("email", "b"))).isEqualTo("[email:b]");
  }

  @Test
  void instantsAreComparedAsInstantsWhateverTheirOffset() {
    assertThat(
            chosen(
                Selection.LATEST,
                id("email", "a", "2026-01-01T00:30:00+01:00"),
                id("email", "b", "2025-12-31T23:00:00Z")))
        .isEqualTo("[email:a]");
  }

  static String chosen(Selection selection, ExternalId... ids) {
    return Gate.said(
        selection.from(
            ExternalId.distinct(List.of(ids)),
            destination("dst_1").dedupesOn("email", "phone").made()));
  }
}
