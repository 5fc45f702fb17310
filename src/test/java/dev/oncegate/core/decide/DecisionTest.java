package dev.oncegate.core.decide;

import static dev.oncegate.core.Samples.destination;
import static dev.oncegate.core.Samples.id;
import static dev.oncegate.core.Samples.mergeOf;
import static dev.oncegate.core.Samples.newIds;
import static dev.oncegate.core.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.Gate;
import dev.oncegate.core.HistoryInAMap;
import dev.oncegate.core.Outcome;
import dev.oncegate.core.Samples;
import dev.oncegate.core.SyncGate;
import dev.oncegate.core.TreeOfTheDesign;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.core.update.Resend;
import dev.oncegate.core.update.Trigger;
import dev.oncegate.core.update.Value;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The decision, sentence by sentence. */
class DecisionTest {
  private static final Trigger.Merged MEMBER = new Trigger.Merged("use_1", true);
  private static final Trigger.Merged NON_MEMBER = new Trigger.Merged("use_2", false);

  private final Gate open = new Gate(destination("dst_1"));
  private final Gate deduped = new Gate(destination("dst_1").dedupesOn("email"));

  static Stream<Trigger> triggers() {
    return Stream.of(
        new Trigger.ValueChanged(),
        newIds(id("phone", "1")),
        newIds(),
        mergeOf(MEMBER, NON_MEMBER),
        mergeOf(NON_MEMBER),
        new Trigger.Unknown());
  }

  @ParameterizedTest
  @MethodSource("triggers")
  void aDestinationThatIsNotDedupedGetsEveryTriggerToAllIds(Trigger trigger) {
    assertThat(open.decide(update().because(trigger)))
        .isEqualTo("SEND not_deduped [email:a@x.com user_id:u-7]");
  }

  @ParameterizedTest
  @MethodSource("triggers")
  void aDestinationThatIsNotDedupedGetsExitsToo(Trigger trigger) {
    assertThat(open.decide(update().because(trigger).value(false)))
        .isEqualTo("SEND not_deduped [email:a@x.com user_id:u-7]");
  }

  @Test
  void aDestinationThatIsNotDedupedGetsTheSameMessageAgain() {
    assertThat(open.decide(update())).isEqualTo(open.decide(update()));
  }

  @Test
  void aProfileWithoutAnyExternalIdIsDroppedWhereNothingIsDeduped() {
    assertThat(open.decide(update().withIds())).isEqualTo("DROP no_external_id");
  }

  @Test
  void anUnknownTriggerIsParkedForADedupedDestinationEvenWhenTheProfileLeft() {
    assertThat(deduped.decide(update().because(new Trigger.Unknown()).value(false)))
        .isEqualTo("PARK unknown_trigger");
  }

  @Test
  void theOtherDestinationsOfAParkedUpdateStillGetTheirs() {
    Gate both = new Gate(destination("dst_2"), destination("dst_1").dedupesOn("email"));
    Outcome outcome = both.process(update().because(new Trigger.Unknown()));
    assertThat(outcome.decisions())
        .extracting(Gate::said)
        .containsExactly("PARK unknown_trigger", "SEND not_deduped [email:a@x.com user_id:u-7]");
    assertThat(outcome.decisions())
        .filteredOn(decision -> decision.verdict() instanceof Verdict.Park)
        .extracting(decision -> decision.destination().id())
        .containsExactly("dst_1");
    assertThat(outcome.eventCount()).isEqualTo(1);
  }

  @Test
  void aParkedUpdateLeavesNothingInTheHistory() {
    assertThat(deduped.process(update().because(new Trigger.Unknown())).entries()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("triggers")
  void whoIsNotAMemberIsDroppedBeforeAnythingElseOfAKnownTrigger(Trigger trigger) {
    String expected = trigger instanceof Trigger.Unknown ? "PARK unknown_trigger" : "DROP exited";
    assertThat(deduped.decide(update().because(trigger).value(false))).isEqualTo(expected);
    assertThat(deduped.decide(update().because(trigger).value((String) null).withIds()))
        .isEqualTo(expected);
  }

  @Test
  void newIdsOfOtherTypesAreIrrelevant() {
    assertThat(deduped.decide(update().because(newIds(id("phone", "1"), id("user_id", "u-7")))))
        .isEqualTo("DROP irrelevant_new_id");
    assertThat(deduped.decide(update().because(newIds()).withIds()))
        .isEqualTo("DROP irrelevant_new_id");
  }

  @Test
  void oneRelevantAmongTheNewIdsIsEnough() {
    assertThat(deduped.decide(update().because(newIds(id("phone", "1"), id("email", "a@x.com")))))
        .isEqualTo("SEND new_relevant_id [email:a@x.com]");
  }

  @Test
  void aMergeWithAnyMemberIsDropped() {
    assertThat(deduped.decide(update().because(mergeOf(NON_MEMBER, MEMBER)).withIds()))
        .isEqualTo("DROP merge_of_member");
  }

  @Test
  void aMergeOfNonMembersGoesToTheLatestId() {
    assertThat(deduped.decide(update().because(mergeOf(NON_MEMBER))))
        .isEqualTo("SEND merge_of_non_members [email:a@x.com]");
  }

  @Test
  void aProfileWithoutARelevantIdIsDropped() {
    assertThat(deduped.decide(update().withIds(id("phone", "1")))).isEqualTo("DROP no_relevant_id");
  }

  @Test
  void aChangedValueEnters() {
    assertThat(deduped.decide(update())).isEqualTo("SEND entered [email:a@x.com]");
  }

  @ParameterizedTest
  @MethodSource("triggers")
  void whatWasSentIsNotSentAgain(Trigger trigger) {
    deduped.decide(update());
    String expected =
        switch (trigger) {
          case Trigger.Unknown _ -> "PARK unknown_trigger";
          case Trigger.ProfileMerge merge when merge.profiles().contains(MEMBER) ->
              "DROP merge_of_member";
          case Trigger.NewExternalId _ -> "DROP irrelevant_new_id";
          default -> "DROP already_sent";
        };
    assertThat(deduped.decide(update().because(trigger))).isEqualTo(expected);
  }

  @Test
  void anAudienceIsOneMessageAlsoAfterTheProfileLeftAndCameBack() {
    deduped.decide(update());
    assertThat(deduped.decide(update().value(false))).isEqualTo("DROP exited");
    assertThat(deduped.decide(update())).isEqualTo("DROP already_sent");
  }

  @Test
  void anotherProfileOrComputationOrDestinationIsAnotherMessage() {
    Gate two =
        new Gate(
            destination("dst_1").dedupesOn("email"), destination("dst_2").dedupesOn("user_id"));
    assertThat(two.process(update()).entries()).hasSize(2);
    assertThat(two.decide(update().profile("use_2"))).startsWith("SEND");
    assertThat(two.decide(update().of(Samples.LIFETIME_VALUE))).startsWith("SEND");
    assertThat(two.decide(update())).isEqualTo("DROP already_sent");
  }

  @Test
  void aTraitThatChangesSendsEachChangeAndDropsARepeat() {
    var trait = update().of(Samples.LIFETIME_VALUE);
    assertThat(deduped.decide(trait.value("gold"))).startsWith("SEND");
    assertThat(deduped.decide(trait.value("gold"))).isEqualTo("DROP already_sent");
    assertThat(deduped.decide(trait.value("silver"))).startsWith("SEND");
    assertThat(deduped.decide(trait.value("gold"))).startsWith("SEND");
  }

  @Test
  void numbersThatAreEqualAreTheSameTrait() {
    var trait = update().of(Samples.LIFETIME_VALUE);
    deduped.decide(trait.value(new Value.Numeric("1.0")));
    assertThat(deduped.decide(trait.value(new Value.Numeric("1")))).isEqualTo("DROP already_sent");
    assertThat(deduped.decide(trait.value(new Value.Numeric("1e0"))))
        .isEqualTo("DROP already_sent");
    assertThat(deduped.decide(trait.value("1"))).startsWith("SEND");
  }

  @Test
  void aTraitThatIsLostIsNoMember() {
    var trait = update().of(Samples.LIFETIME_VALUE);
    assertThat(deduped.decide(trait.value((String) null))).isEqualTo("DROP exited");
    assertThat(deduped.decide(trait.value(false))).isEqualTo("DROP exited");
    assertThat(deduped.decide(trait.value("false"))).startsWith("SEND");
    assertThat(deduped.decide(trait.value(""))).startsWith("SEND");
  }

  @Test
  void aDestinationThatIsDisabledOrNotConnectedIsNotDecidedAtAll() {
    Destination enabled = destination("dst_1").made();
    Destination disabled =
        new Destination(
            "dst_2",
            "spa_1",
            "webhook",
            "",
            false,
            Set.of(),
            Destination.Call.TRACK,
            Destination.IdsPerEvent.ALL,
            Destination.DedupeScope.PROFILE,
            new Resend.Never());
    Destination elsewhere = destination("dst_3").made();
    var integrations =
        new Integrations(
            List.of(Samples.SPACE),
            List.of(enabled, disabled, elsewhere),
            List.of(
                new Integrations.Connection("aud_1", List.of("dst_2", "dst_1", "dst_0")),
                new Integrations.Connection("aud_2", List.of("dst_3"))));
    var made = update().made();
    Outcome outcome =
        SyncGate.process(
            made, integrations.connectedTo(made), new HistoryInAMap(), new TreeOfTheDesign());
    assertThat(outcome.decisions())
        .extracting(decision -> decision.destination().id())
        .containsExactly("dst_1");
  }

  @Test
  void decisionsStandInTheOrderOfTheirDestinationsByCodePoint() {
    Gate three = new Gate(destination("\uFF61"), destination("\uD83D\uDE00"), destination("a"));
    assertThat(three.process(update()).decisions())
        .extracting(decision -> decision.destination().id())
        .containsExactly("a", "\uFF61", "\uD83D\uDE00");
  }
}
