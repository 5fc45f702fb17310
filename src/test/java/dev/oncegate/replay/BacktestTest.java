package dev.oncegate.replay;

import static dev.oncegate.core.Samples.destination;
import static dev.oncegate.core.Samples.id;
import static dev.oncegate.core.Samples.mergeOf;
import static dev.oncegate.core.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.Samples;
import dev.oncegate.core.TreeOfTheDesign;
import dev.oncegate.core.decide.Reason;
import dev.oncegate.core.decide.Route;
import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.core.decide.Rulebook;
import dev.oncegate.core.decide.Selection;
import dev.oncegate.core.decide.Situation;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.core.update.Trigger;
import dev.oncegate.replay.Backtest.Example;
import dev.oncegate.replay.Backtest.Fate;
import dev.oncegate.replay.Backtest.Impact;
import dev.oncegate.replay.Backtest.ImpactGroup;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class BacktestTest {
  private static final Rulebook TREE = new TreeOfTheDesign();
  private static final RuleRef CHANGED = new RuleRef("changed!1", "changed");
  private static final Verdict SEND =
      new Verdict.Send(Selection.ALL, new Reason("changed"), Route.DEFAULT, CHANGED);
  private static final Verdict DROP = new Verdict.Drop(new Reason("changed"), CHANGED);
  private static final Trigger MERGE =
      mergeOf(new Trigger.Merged("use_1", false), new Trigger.Merged("use_2", false));

  /** A change of one verdict of the tree. */
  private record Changed(String reason, UnaryOperator<Verdict> change) implements Rulebook {
    @Override
    public String hash() {
      return "changed";
    }

    @Override
    public Verdict decide(Situation situation) {
      Verdict verdict = TREE.decide(situation);
      return verdict.reason().word().equals(reason) ? change.apply(verdict) : verdict;
    }
  }

  @Test
  void theSameRulebookTwiceChangesNothing() {
    Impact difference = difference(TREE, update(), update().value(false), update());
    assertThat(difference.isNone()).isTrue();
    assertThat(difference.people()).isEmpty();
    assertThat(difference.differingDecisions()).isZero();
  }

  @Test
  void whoGetsAMessageOnlyUnderTheCandidateNewlyGetsIt() {
    Rulebook parkedIsSent = new Changed("unknown_trigger", _ -> SEND);
    assertThat(
            difference(
                    parkedIsSent,
                    update().because(new Trigger.Unknown()),
                    update().profile("use_2").because(new Trigger.Unknown()),
                    update().profile("use_3"))
                .people())
        .containsExactly(
            new ImpactGroup(
                Fate.GAINS,
                "dst_1",
                CHANGED,
                List.of("changed!M1"),
                List.of(row("unknown_trigger")),
                2,
                List.of(
                    new Example("spa_1", "use_1", "aud_1", "", 0, 1),
                    new Example("spa_1", "use_2", "aud_1", "", 0, 1))));
  }

  @Test
  void whoGetsTheMessageLaterAnywayDoesNotNewlyGetIt() {
    Rulebook parkedIsSent = new Changed("unknown_trigger", _ -> SEND);
    Impact difference = difference(parkedIsSent, update().because(new Trigger.Unknown()), update());
    assertThat(difference.people()).isEmpty();
    assertThat(difference.differingSends()).isEqualTo(2);
    assertThat(difference.isNone()).isFalse();
  }

  @Test
  void whoGetsAMessageOnlyUnderTheBaselineLosesIt() {
    Rulebook nobodyEnters = new Changed("entered", _ -> DROP);
    assertThat(difference(nobodyEnters, update(), update()).people())
        .containsExactly(
            new ImpactGroup(
                Fate.LOSES,
                "dst_1",
                CHANGED,
                List.of("changed!M1"),
                List.of(row("entered")),
                1,
                List.of(new Example("spa_1", "use_1", "aud_1", "", 1, 0))));
  }

  @Test
  void whoGetsAMessageMoreOftenThanBeforeGetsItAgain() {
    Rulebook forgetful = new Changed("already_sent", _ -> SEND);
    assertThat(difference(forgetful, update(), update(), update()).people())
        .containsExactly(
            new ImpactGroup(
                Fate.REPEATS,
                "dst_1",
                CHANGED,
                List.of("changed!M1"),
                List.of(row("already_sent")),
                1,
                List.of(new Example("spa_1", "use_1", "aud_1", "", 1, 3))));
  }

  @Test
  void whoGetsAMessageTwiceAndNeverBeforeGetsItNewlyAndAgain() {
    Rulebook parkedIsSent = new Changed("unknown_trigger", _ -> SEND);
    var unknown = update().because(new Trigger.Unknown());
    Impact difference = difference(parkedIsSent, unknown, unknown);
    assertThat(difference.people())
        .extracting(ImpactGroup::fate)
        .containsExactly(Fate.GAINS, Fate.REPEATS);
    for (Fate fate : List.of(Fate.GAINS, Fate.REPEATS)) {
      assertThat(difference.count(fate)).isEqualTo(1);
      assertThat(difference.count(fate, "dst_1")).isEqualTo(1);
    }
    assertThat(difference.people())
        .allSatisfy(
            group ->
                assertThat(group.examples())
                    .containsExactly(new Example("spa_1", "use_1", "aud_1", "", 0, 2)));
  }

  @Test
  void whoGetsAMessageLessOftenButStillGetsItIsNoneOfTheThree() {
    Backtest backtest =
        backtest(
            new Changed("already_sent", _ -> SEND), TREE, destination("dst_1").dedupesOn("email"));
    for (int i = 0; i < 3; i++) {
      backtest.step(update().made());
    }
    assertThat(backtest.difference().people()).isEmpty();
    assertThat(backtest.difference().differingSends()).isEqualTo(2);
  }

  @Test
  void whoGetsAMessageAsOftenAsBeforeIsNoDifference() {
    Backtest backtest = backtest(TREE, TREE, destination("dst_1"));
    backtest.step(update().made());
    backtest.step(update().made());
    assertThat(backtest.difference().people()).isEmpty();
  }

  @Test
  void aTraitIsAMessageForEachValue() {
    Rulebook nobodyEnters = new Changed("entered", _ -> DROP);
    var trait = update().of(Samples.LIFETIME_VALUE);
    assertThat(difference(nobodyEnters, trait.value("gold"), trait.value("silver")).people())
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.count()).isEqualTo(2);
              assertThat(group.examples())
                  .extracting(Example::value)
                  .containsExactly("gold", "silver");
            });
  }

  @Test
  void profilesThatMergeAreOnePersonFromTheFirstUpdateOn() {
    Rulebook nobodyEnters = new Changed("entered", _ -> DROP);
    // The baseline sends to both before they merge; the candidate to one of them, at the merge.
    Impact difference =
        difference(
            nobodyEnters,
            update().profile("use_2"),
            update().profile("use_1"),
            update().because(MERGE));
    assertThat(difference.people()).isEmpty();
    assertThat(difference.differingSends()).isEqualTo(3);
  }

  @Test
  void eachHistoryEvolvesWithItsOwnDecisions() {
    // Without an entry the candidate's history stays empty, so that a later id gets the message.
    Rulebook nobodyEnters = new Changed("entered", _ -> DROP);
    Impact difference =
        difference(
            nobodyEnters, update(), update().because(Samples.newIds(id("email", "a@x.com"))));
    assertThat(difference.people()).isEmpty();
    assertThat(difference.differingSends()).isEqualTo(2);
  }

  @Test
  void anotherRouteIsADifferenceThoughNobodyGetsMoreOrLess() {
    Rulebook rerouted =
        new Changed(
            "entered",
            verdict ->
                verdict instanceof Verdict.Send send
                    ? new Verdict.Send(
                        send.selection(), send.reason(), new Route("bulk"), send.row())
                    : verdict);
    Impact difference = difference(rerouted, update());
    assertThat(difference.people()).isEmpty();
    assertThat(difference.isNone()).isFalse();
  }

  @Test
  void anotherReasonForADropChangesNothingThatGoesOut() {
    Impact difference =
        difference(new Changed("exited", _ -> DROP), update(), update().value(false));
    assertThat(difference.differingDecisions()).isEqualTo(1);
    assertThat(difference.isNone()).isTrue();
  }

  @Test
  void onlySoManyOfAGroupAreNamedTheFirstOnes() {
    var backtest =
        backtest(TREE, new Changed("entered", _ -> DROP), destination("dst_1").dedupesOn("email"));
    for (int i = 0; i < 50; i++) {
      backtest.step(update().profile("use_" + i).made());
    }
    ImpactGroup group = backtest.difference().people().getFirst();
    assertThat(group.count()).isEqualTo(50);
    assertThat(group.examples())
        .extracting(Example::profileId)
        .containsExactly("use_0", "use_1", "use_2", "use_3", "use_4");
  }

  @Test
  void theDifferenceIsWrittenAsJson() {
    assertThat(DifferenceWriter.json(difference(new Changed("entered", _ -> DROP), update())))
        .isEqualTo(
            """
            {"gains":0,"loses":1,"repeats":0,"differingDecisions":1,"differingSends":1,\
            "destinations":[{"destinationId":"dst_1","gains":0,"loses":1,"repeats":0}],\
            "rows":[{"fate":"loses","destinationId":"dst_1","row":"changed!1","sentence":"changed",\
            "cells":["changed!M1"],"today":[{"row":"tree!entered","sentence":"entered"}],"people":1,\
            "examples":[{"spaceId":"spa_1","profileId":"use_1","computationId":"aud_1",\
            "value":"","before":1,"after":0}]}]}""");
  }

  private static RuleRef row(String reason) {
    return new RuleRef("tree!" + reason, reason);
  }

  private static Impact difference(Rulebook candidate, Samples.UpdateOf... updates) {
    Backtest backtest = backtest(TREE, candidate, destination("dst_1").dedupesOn("email"));
    for (Samples.UpdateOf update : updates) {
      backtest.step(update.made());
    }
    return backtest.difference();
  }

  private static Backtest backtest(
      Rulebook baseline, Rulebook candidate, Samples.DestinationOf destination) {
    Destination made = destination.made();
    var connection = List.of(made.id());
    return new Backtest(
        new Integrations(
            List.of(Samples.SPACE),
            List.of(made),
            List.of(
                new Integrations.Connection("aud_1", connection),
                new Integrations.Connection("tra_1", connection))),
        baseline,
        candidate,
        (before, after) -> List.of("changed!M1"));
  }
}
