package dev.oncegate.testkit;

import static dev.oncegate.core.Samples.LIFETIME_VALUE;
import static dev.oncegate.core.Samples.connected;
import static dev.oncegate.core.Samples.destination;
import static dev.oncegate.core.Samples.id;
import static dev.oncegate.core.Samples.newIds;
import static dev.oncegate.core.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.Gate;
import dev.oncegate.core.Outcome;
import dev.oncegate.core.Samples;
import dev.oncegate.core.decide.Decision;
import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.core.update.Trigger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every history answers, wherever it keeps what was sent. */
public abstract class SendHistoryContract {
  private Connected connected = connected(destination("dst_1").dedupesOn("email").made());

  /**
   * Decides an update by the tree of the design and by what was remembered of those before it, and
   * remembers it. Each test begins with nothing remembered.
   */
  protected abstract Outcome process(ProfileUpdate update, Connected connected);

  @Test
  void whatWasSentIsNotSentAgain() {
    assertThat(decide(update())).isEqualTo("SEND entered [email:a@x.com]");
    assertThat(decide(update())).isEqualTo("DROP already_sent");
    assertThat(decide(update().because(newIds(id("email", "a@x.com")))))
        .isEqualTo("DROP already_sent");
  }

  @Test
  void eachProfileGetsItsOwn() {
    decide(update());
    assertThat(decide(update().profile("use_2"))).startsWith("SEND");
  }

  @Test
  void whatWasDroppedWasNotSent() {
    assertThat(decide(update().value(false))).isEqualTo("DROP exited");
    assertThat(decide(update().withIds(id("user_id", "u-7")))).isEqualTo("DROP no_relevant_id");
    assertThat(decide(update().because(new Trigger.Unknown()))).isEqualTo("PARK unknown_trigger");
    assertThat(decide(update())).startsWith("SEND");
  }

  @Test
  void anAudienceIsSentOnceAlsoAfterLeavingAndComingBack() {
    decide(update());
    assertThat(decide(update().value(false))).isEqualTo("DROP exited");
    assertThat(decide(update())).isEqualTo("DROP already_sent");
  }

  @Test
  void aTraitIsSentWithEachChange() {
    assertThat(decide(update().of(LIFETIME_VALUE).value("A"))).startsWith("SEND");
    assertThat(decide(update().of(LIFETIME_VALUE).value("A"))).isEqualTo("DROP already_sent");
    assertThat(decide(update().of(LIFETIME_VALUE).value("B"))).startsWith("SEND");
    assertThat(decide(update().of(LIFETIME_VALUE).value("A"))).startsWith("SEND");
    assertThat(decide(update().of(LIFETIME_VALUE).value("A"))).isEqualTo("DROP already_sent");
  }

  @Test
  void aTraitThatGoesAndComesBackWithTheSameValueIsTheSameMessage() {
    decide(update().of(LIFETIME_VALUE).value("A"));
    assertThat(decide(update().of(LIFETIME_VALUE).value((String) null))).isEqualTo("DROP exited");
    assertThat(decide(update().of(LIFETIME_VALUE).value("A"))).isEqualTo("DROP already_sent");
  }

  @Test
  void aTraitsValueMayHoldControlCharacters() {
    for (String value : List.of("\u0001", "\u001F", "\u001B0000", "?", "", "\\", "😀")) {
      assertThat(decide(update().of(LIFETIME_VALUE).value(value))).startsWith("SEND");
      assertThat(decide(update().of(LIFETIME_VALUE).value(value))).isEqualTo("DROP already_sent");
    }
  }

  @Test
  void idsMayHoldAnyCharacterThatIsSeen() {
    for (String profile : List.of("use", "use?", "use\\", "use😀", "use\u00A0")) {
      assertThat(decide(update().profile(profile).messageId(profile))).startsWith("SEND");
      assertThat(decide(update().profile(profile))).isEqualTo("DROP already_sent");
    }
  }

  @Test
  void destinationsAreRememberedOneByOne() {
    decide(update());
    connected =
        connected(
            destination("dst_1").dedupesOn("email").made(),
            destination("dst_2").dedupesOn("email").made());
    assertThat(decisions(update()))
        .containsExactly("DROP already_sent", "SEND entered [email:a@x.com]");
    assertThat(decisions(update())).containsExactly("DROP already_sent", "DROP already_sent");
  }

  @Test
  void computationsAreRememberedOneByOne() {
    decide(update());
    assertThat(decide(update().of(LIFETIME_VALUE))).startsWith("SEND");
  }

  @Test
  void theSurvivorOfAMergeHasWhatTheOtherHas() {
    decide(update().profile("use_2"));
    assertThat(decide(merge("use_1", "use_2"))).isEqualTo("DROP already_sent");
    assertThat(decide(update().profile("use_1"))).isEqualTo("DROP already_sent");
  }

  @Test
  void aLateUpdateOfTheOneMergedAwayHasWhatTheSurvivorHas() {
    decide(update().profile("use_1"));
    decide(merge("use_1", "use_2"));
    assertThat(decide(update().profile("use_2"))).isEqualTo("DROP already_sent");
  }

  @Test
  void aMergeOfThoseWhoHaveNothingSendsOnceToAllOfThem() {
    assertThat(decide(merge("use_1", "use_2"))).startsWith("SEND merge_of_non_members");
    assertThat(decide(merge("use_1", "use_2"))).isEqualTo("DROP already_sent");
    assertThat(decide(update().profile("use_2"))).isEqualTo("DROP already_sent");
    assertThat(decide(update().profile("use_3"))).startsWith("SEND");
  }

  @Test
  void mergesOfMergesAreOneLineageInAnyDirection() {
    decide(update().profile("use_4"));
    decide(merge("use_3", "use_4").value(false));
    decide(merge("use_1", "use_2").value(false));
    assertThat(decide(merge("use_2", "use_3"))).isEqualTo("DROP already_sent");
    assertThat(decide(update().profile("use_1"))).isEqualTo("DROP already_sent");
  }

  @Test
  void aMergeCountsForEveryComputation() {
    decide(update().profile("use_2"));
    decide(merge("use_1", "use_2").of(LIFETIME_VALUE).value((String) null));
    assertThat(decide(update().profile("use_1"))).isEqualTo("DROP already_sent");
  }

  @Test
  void aMergeCountsFromItsOwnUpdateOn() {
    decide(update().profile("use_2"));
    assertThat(decide(update().profile("use_1"))).startsWith("SEND");
    assertThat(decide(merge("use_1", "use_2"))).isEqualTo("DROP already_sent");
  }

  @Test
  void ofALineagesTraitTheValueSentLastCounts() {
    decide(update().of(LIFETIME_VALUE).value("A").profile("use_1"));
    decide(update().of(LIFETIME_VALUE).value("B").profile("use_2"));
    decide(merge("use_1", "use_2").of(LIFETIME_VALUE).value((String) null));
    assertThat(decide(update().of(LIFETIME_VALUE).value("B"))).isEqualTo("DROP already_sent");
    assertThat(decide(update().of(LIFETIME_VALUE).value("A"))).startsWith("SEND");
  }

  @Test
  void onReentryItIsSentAgainAfterLeaving() {
    resend("on_reentry");
    assertThat(decide(update())).startsWith("SEND");
    assertThat(decide(update())).isEqualTo("DROP already_sent");
    decide(update().value(false));
    decide(update().value(false));
    assertThat(decide(update())).startsWith("SEND");
    assertThat(decide(update())).isEqualTo("DROP already_sent");
  }

  @Test
  void anExitOfOneOfALineageIsAnExitOfAllOfIt() {
    resend("on_reentry");
    decide(update().profile("use_1"));
    decide(merge("use_1", "use_2"));
    decide(update().profile("use_2").value(false));
    assertThat(decide(update().profile("use_1"))).startsWith("SEND");
    assertThat(decide(update().profile("use_2"))).isEqualTo("DROP already_sent");
  }

  @Test
  void aPeriodIsMeasuredByWhenUpdatesWereComputed() {
    resend("P30D");
    assertThat(decide(update().at("2026-01-01T00:00:00Z"))).startsWith("SEND");
    assertThat(decide(update().at("2026-01-30T23:59:59.999Z"))).isEqualTo("DROP already_sent");
    assertThat(decide(update().at("2026-01-31T00:00:00Z"))).startsWith("SEND");
    assertThat(decide(update().at("2026-02-15T00:00:00Z"))).isEqualTo("DROP already_sent");
  }

  @Test
  void aPeriodIsMeasuredToTheNanosecond() {
    resend("P1D");
    decide(update().at("2026-01-01T00:00:00.123456789Z"));
    assertThat(decide(update().at("2026-01-02T00:00:00.123456788Z")))
        .isEqualTo("DROP already_sent");
    assertThat(decide(update().at("2026-01-02T02:00:00.123456789+02:00"))).startsWith("SEND");
    assertThat(decide(update().at("0001-01-01T00:00:00.0000001Z"))).isEqualTo("DROP already_sent");
  }

  @Test
  void anAddressGetsItOnceHoweverItIsWritten() {
    connected = connected(perAddress().made());
    assertThat(decide(update().withIds(id("email", "a@x.com")))).startsWith("SEND");
    assertThat(decide(update().profile("use_2").withIds(id("email", " A@X.com"))))
        .isEqualTo("DROP already_sent");
    assertThat(decide(update().withIds(id("phone", "+49 30 1")))).startsWith("SEND");
    assertThat(decide(update().profile("use_2").withIds(id("phone", "+49(30)1"))))
        .isEqualTo("DROP already_sent");
  }

  @Test
  void twoTypesAreTwoAddresses() {
    connected = connected(perAddress().made());
    assertThat(decide(update().withIds(id("email", "1")))).isEqualTo("SEND entered [email:1]");
    assertThat(decide(update().withIds(id("phone", "1")))).isEqualTo("SEND entered [phone:1]");
    assertThat(decide(update().withIds(id("email", "1"), id("phone", "1"))))
        .isEqualTo("DROP already_sent");
    assertThat(decide(update().withIds(id("email", "1"), id("phone", "2"))))
        .isEqualTo("SEND entered [phone:2]");
  }

  @Test
  void anAddressGetsItAgainAfterItsProfileLeft() {
    connected = connected(perAddress().resend("on_reentry").made());
    decide(update().withIds(id("email", "a"), id("email", "A "), id("phone", "1")));
    decide(update().withIds(id("email", "a"), id("email", "A "), id("phone", "1")).value(false));
    assertThat(decide(update().profile("use_2").withIds(id("email", "A"))))
        .isEqualTo("SEND entered [email:A]");
    assertThat(decide(update().withIds(id("email", "a")))).isEqualTo("DROP already_sent");
  }

  private void resend(String resend) {
    connected = connected(destination("dst_1").dedupesOn("email").resend(resend).made());
  }

  private static Samples.DestinationOf perAddress() {
    return destination("dst_1").dedupesOn("email", "phone").oncePerAddress();
  }

  private static Samples.UpdateOf merge(String survivor, String other) {
    return update()
        .profile(survivor)
        .because(
            Samples.mergeOf(new Trigger.Merged(survivor, false), new Trigger.Merged(other, false)));
  }

  private String decide(Samples.UpdateOf update) {
    return decisions(update).getFirst();
  }

  private List<String> decisions(Samples.UpdateOf update) {
    var said = new ArrayList<String>();
    for (Decision decision : process(update.made(), connected).decisions()) {
      said.add(Gate.said(decision));
    }
    return said;
  }
}
