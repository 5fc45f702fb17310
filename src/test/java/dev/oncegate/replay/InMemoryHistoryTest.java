package dev.oncegate.replay;

import static dev.oncegate.core.Samples.destination;
import static dev.oncegate.core.Samples.id;
import static dev.oncegate.core.Samples.mergeOf;
import static dev.oncegate.core.Samples.newIds;
import static dev.oncegate.core.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.Gate;
import dev.oncegate.core.Samples;
import dev.oncegate.core.TreeOfTheDesign;
import dev.oncegate.core.decide.LastSend;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.decide.SendKey;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.core.update.Space;
import dev.oncegate.core.update.Trigger;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryHistoryTest {
  private static final Trigger NEW_EMAIL = newIds(id("email", "a@x.com"));

  private final Replay replay = replay(destination("dst_1").dedupesOn("email"));

  @Test
  void whatWasSentIsNotSentAgain() {
    assertThat(decide(update())).startsWith("SEND");
    assertThat(decide(update())).isEqualTo("DROP already_sent");
    assertThat(decide(update().profile("use_2"))).startsWith("SEND");
  }

  @Test
  void aMergeCountsForItsOwnUpdate() {
    decide(update().profile("use_2"));
    assertThat(decide(update().because(merge("use_1", "use_2")))).isEqualTo("DROP already_sent");
  }

  @Test
  void aMergeCountsForTheSurvivorFromThenOn() {
    decide(update().profile("use_2"));
    decide(update().because(merge("use_1", "use_2")).value(false));
    assertThat(decide(update().because(NEW_EMAIL))).isEqualTo("DROP already_sent");
  }

  @Test
  void aLateUpdateOfAMergedAwayProfileCountsForAllOfItsLineage() {
    decide(update().because(merge("use_1", "use_2")).value(false));
    assertThat(decide(update().profile("use_2"))).startsWith("SEND");
    assertThat(decide(update())).isEqualTo("DROP already_sent");
    assertThat(decide(update().profile("use_2"))).isEqualTo("DROP already_sent");
  }

  @Test
  void mergesOfMergesAreOneLineage() {
    decide(update().profile("use_4"));
    decide(update().profile("use_3").because(merge("use_3", "use_4")).value(false));
    decide(update().profile("use_1").because(merge("use_1", "use_2")).value(false));
    decide(update().profile("use_2").because(merge("use_2", "use_3")).value(false));
    assertThat(decide(update().profile("use_1"))).isEqualTo("DROP already_sent");
    assertThat(decide(update().profile("use_5"))).startsWith("SEND");
  }

  @Test
  void aMergeThatIsToldOfTwiceIsOneMerge() {
    decide(update().profile("use_2"));
    decide(update().because(merge("use_1", "use_2")).value(false));
    decide(update().because(merge("use_2", "use_1")).value(false));
    assertThat(decide(update())).isEqualTo("DROP already_sent");
  }

  @Test
  void aMergeOfAnotherComputationCountsForAllComputations() {
    decide(update().profile("use_2"));
    decide(update().of(Samples.LIFETIME_VALUE).because(merge("use_1", "use_2")).value(false));
    assertThat(decide(update())).isEqualTo("DROP already_sent");
  }

  @Test
  void ofALineagesTraitValuesTheOneSentLastCounts() {
    var trait = update().of(Samples.LIFETIME_VALUE);
    decide(trait.value("gold"));
    decide(trait.profile("use_2").value("silver"));
    decide(trait.because(merge("use_1", "use_2")).value(false));
    assertThat(decide(trait.value("silver"))).isEqualTo("DROP already_sent");
    assertThat(decide(trait.value("gold"))).startsWith("SEND");
  }

  @Test
  void anExitOfALineageIsAnExitOfAllOfIt() {
    Replay onReentry = replay(destination("dst_1").dedupesOn("email").resend("on_reentry"));
    decide(onReentry, update().profile("use_2"));
    decide(onReentry, update().because(merge("use_1", "use_2")).value(false));
    assertThat(decide(onReentry, update().profile("use_2"))).startsWith("SEND");
    assertThat(decide(onReentry, update())).isEqualTo("DROP already_sent");
  }

  @Test
  void aPeriodIsCountedToTheFinestDigitOfComputedAt() {
    Replay daily = replay(destination("dst_1").dedupesOn("email").resend("P1D"));
    decide(daily, update().at("2026-01-01T00:00:00.000000001Z"));
    assertThat(decide(daily, update().at("2026-01-02T00:00:00Z"))).isEqualTo("DROP already_sent");
    assertThat(decide(daily, update().at("2026-01-02T00:00:00.000000001Z"))).startsWith("SEND");
    assertThat(decide(daily, update().at("1960-01-01T00:00:00.5Z"))).isEqualTo("DROP already_sent");
  }

  @Test
  void addressesAreRememberedWhoeverTheyBelongTo() {
    Replay perAddress = replay(destination("dst_1").dedupesOn("email", "phone").oncePerAddress());
    decide(perAddress, update());
    assertThat(decide(perAddress, update().profile("use_2"))).isEqualTo("DROP already_sent");
    assertThat(decide(perAddress, update().withIds(id("email", "b")))).startsWith("SEND");
    assertThat(decide(perAddress, update().withIds(id("phone", "b")))).startsWith("SEND");
  }

  @Test
  void aSpaceIsRememberedByItself() {
    var history = new InMemoryHistory();
    var sent = new LastSend("", update().made().computedAt(), false);
    history.remember(List.of(new SendHistory.Entry(keyOf("spa_1", "use_1"), sent)));
    assertThat(history.last(keyOf("spa_1", "use_1"))).isEqualTo(sent);
    assertThat(history.last(keyOf("spa_2", "use_1"))).isNull();
    assertThat(history.last(keyOf("spa_1u", "se_1"))).isNull();
  }

  private static SendKey keyOf(String spaceId, String profileId) {
    return new SendKey(spaceId, "aud_1", "dst_1", new SendKey.Subject.Profile(profileId));
  }

  private String decide(Samples.UpdateOf update) {
    return decide(replay, update);
  }

  private static String decide(Replay replay, Samples.UpdateOf update) {
    return Gate.said(replay.step(update.made()).decisions().getFirst());
  }

  private static Replay replay(Samples.DestinationOf destination) {
    Destination made = destination.made();
    return new Replay(
        new Integrations(
            List.of(new Space("spa_1", "business")),
            List.of(made),
            List.of(
                new Integrations.Connection("aud_1", List.of(made.id())),
                new Integrations.Connection("tra_1", List.of(made.id())))),
        new TreeOfTheDesign());
  }

  private static Trigger merge(String survivor, String... others) {
    var profiles = new Trigger.Merged[others.length + 1];
    profiles[0] = new Trigger.Merged(survivor, false);
    for (int i = 0; i < others.length; i++) {
      profiles[i + 1] = new Trigger.Merged(others[i], false);
    }
    return mergeOf(profiles);
  }
}
