package dev.oncegate.crash.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncegate.crash.check.SameVerdicts.Difference;
import dev.oncegate.crash.check.SameVerdicts.Logged;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CheckersTest {
  private static final Expectation ONCE = new Expectation("dst_email", Set.of("m-1"), 1, 1);
  private static final Expectation ONE_OF_TWO =
      new Expectation("dst_email", Set.of("m-1", "m-2"), 1, 1);
  private static final Expectation AS_OFTEN_AS_IT_CAME =
      new Expectation("dst_all", Set.of("m-1"), 2, 1);
  private static final Expectation ONE_FOR_EACH_OF_TWO_IDS =
      new Expectation("dst_each", Set.of("m-1"), 1, 2);
  private static final Expectation NOTHING = new Expectation("dst_email", Set.of("m-1"), 0, 0);

  @Test
  void aSendThatIsThereOnceIsFine() {
    accepts(ONCE, send("dst_email", "m-1", "og-1"));
  }

  @Test
  void theSameEventTwiceIsADuplicate() {
    Send second = send("dst_email", "m-1", "og-1");
    rejects(List.of(second), 0, ONCE, send("dst_email", "m-1", "og-1"), second);
  }

  @Test
  void aSecondEventOfTheSameMessageIsADuplicateAlsoUnderAnotherEventId() {
    Send second = send("dst_email", "m-1", "og-2");
    rejects(List.of(second), 0, ONCE, send("dst_email", "m-1", "og-1"), second);
  }

  @Test
  void aSendThatIsNotThereIsAnOmission() {
    rejects(List.of(), 1, ONCE);
  }

  @Test
  void aSendToAnotherDestinationIsBothADuplicateAndAnOmission() {
    Send elsewhere = send("dst_phone", "m-1", "og-1");
    rejects(List.of(elsewhere), 1, ONCE, elsewhere);
  }

  @Test
  void aSendThatNobodyExpectedIsADuplicate() {
    Send unexpected = send("dst_email", "m-9", "og-9");
    rejects(List.of(unexpected), 0, ONCE, send("dst_email", "m-1", "og-1"), unexpected);
  }

  @Test
  void aSendWhereNothingMayBeSentIsADuplicate() {
    Send send = send("dst_email", "m-1", "og-1");
    rejects(List.of(send), 0, NOTHING, send);
    accepts(NOTHING);
  }

  @Test
  void eitherOfTwoThatRaceMayWin() {
    accepts(ONE_OF_TWO, send("dst_email", "m-1", "og-1"));
    accepts(ONE_OF_TWO, send("dst_email", "m-2", "og-2"));
  }

  @Test
  void bothOfTwoThatRaceMayNotWin() {
    Send second = send("dst_email", "m-2", "og-2");
    rejects(List.of(second), 0, ONE_OF_TWO, send("dst_email", "m-1", "og-1"), second);
  }

  @Test
  void noneOfTwoThatRaceMayNotBe() {
    rejects(List.of(), 1, ONE_OF_TWO);
  }

  @Test
  void anUpdateThatCameTwiceGoesTwiceWhereNothingIsDeduped() {
    Send send = send("dst_all", "m-1", "og-1");
    accepts(AS_OFTEN_AS_IT_CAME, send, send);
    rejects(List.of(), 1, AS_OFTEN_AS_IT_CAME, send);
    rejects(List.of(send), 0, AS_OFTEN_AS_IT_CAME, send, send, send);
  }

  @Test
  void aDuplicateOfOneEventDoesNotMakeUpForTheLossOfAnother() {
    Send first = send("dst_each", "m-1", "og-1");
    accepts(ONE_FOR_EACH_OF_TWO_IDS, first, send("dst_each", "m-1", "og-2"));
    rejects(List.of(first), 1, ONE_FOR_EACH_OF_TWO_IDS, first, first);
  }

  @Test
  void anUpdateCannotBeExpectedTwice() {
    assertThatThrownBy(() -> NothingLost.check(List.of(ONCE, ONE_OF_TWO), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLogThatSpeaksOfAllEventsAndNoOthersIsFine() {
    var log = List.of(new Logged("dst_each", "m-1", 2), new Logged("dst_each", "m-2", 0));
    var events = List.of(send("dst_each", "m-1", "og-1"), send("dst_each", "m-1", "og-2"));
    assertThat(SameVerdicts.check(log, events)).isEmpty();
  }

  @Test
  void aLogThatSpeaksOfAnEventThatIsNotThereDiffers() {
    assertThat(SameVerdicts.check(List.of(new Logged("dst_email", "m-1", 1)), List.of()))
        .containsExactly(new Difference("dst_email", "m-1", 1, 0));
  }

  @Test
  void anEventOfWhichTheLogSaysNothingDiffers() {
    assertThat(
            SameVerdicts.check(
                List.of(new Logged("dst_email", "m-1", 0)),
                List.of(send("dst_email", "m-1", "og-1"))))
        .containsExactly(new Difference("dst_email", "m-1", 0, 1));
  }

  private static Send send(String destination, String message, String event) {
    return new Send(destination, message, event, "destination-events-0@0", 0);
  }

  private static void accepts(Expectation expected, Send... history) {
    rejects(List.of(), 0, expected, history);
  }

  private static void rejects(
      List<Send> duplicates, int missing, Expectation expected, Send... history) {
    assertThat(NothingTwice.check(List.of(expected), List.of(history)))
        .extracting(NothingTwice.Duplicate::send)
        .isEqualTo(duplicates);
    assertThat(NothingLost.check(List.of(expected), List.of(history)))
        .extracting(NothingLost.Omission::missing)
        .isEqualTo(missing == 0 ? List.of() : List.of(missing));
  }
}
