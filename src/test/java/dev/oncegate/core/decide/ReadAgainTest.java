package dev.oncegate.core.decide;

import static dev.oncegate.core.Samples.LIFETIME_VALUE;
import static dev.oncegate.core.Samples.connected;
import static dev.oncegate.core.Samples.destination;
import static dev.oncegate.core.Samples.id;
import static dev.oncegate.core.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.Gate;
import dev.oncegate.core.Outcome;
import dev.oncegate.core.Samples;
import dev.oncegate.core.SyncGate;
import dev.oncegate.core.TreeOfTheDesign;
import dev.oncegate.core.update.Trigger;
import org.junit.jupiter.api.Test;

/** An update that was published before is decided once more. */
class ReadAgainTest {

  @Test
  void toADestinationThatDedupesItIsSentAlreadyWhateverItSays() {
    assertThat(again(update())).isEqualTo("DROP already_sent");
    assertThat(again(update().of(LIFETIME_VALUE).value("v7"))).isEqualTo("DROP already_sent");
    assertThat(again(update().because(Samples.newIds(id("email", "new@x.com")))))
        .isEqualTo("DROP already_sent");
    assertThat(again(update().because(merge(false)))).isEqualTo("DROP already_sent");
  }

  @Test
  void whatWasDroppedForAnotherReasonIsDroppedForThat() {
    assertThat(again(update().value(false))).isEqualTo("DROP exited");
    assertThat(again(update().because(Samples.newIds(id("phone", "1")))))
        .isEqualTo("DROP irrelevant_new_id");
    assertThat(again(update().because(merge(true)))).isEqualTo("DROP merge_of_member");
    assertThat(again(update().withIds())).isEqualTo("DROP no_relevant_id");
  }

  @Test
  void whatWasParkedIsNotParkedASecondTime() {
    assertThat(again(update().because(new Trigger.Unknown()))).isEqualTo("DROP read_again");
  }

  @Test
  void aTableThatSendsWhatWasSentSendsNothingEither() {
    Rulebook sendsAll =
        new Rulebook() {
          @Override
          public String hash() {
            return "0";
          }

          @Override
          public Verdict decide(Situation situation) {
            return new Verdict.Send(
                Selection.ALL,
                new Reason("always"),
                Route.DEFAULT,
                new RuleRef("own!1", "Send all"));
          }
        };
    Outcome outcome =
        SyncGate.processAgain(
            update().made(), connected(destination("d").dedupesOn("email").made()), sendsAll);
    assertThat(Gate.said(outcome.decisions().getFirst())).isEqualTo("DROP read_again");
    assertThat(outcome.eventCount()).isZero();
    assertThat(outcome.entries()).isEmpty();
  }

  @Test
  void anExitLeavesNothingInTheHistory() {
    assertThat(
            SyncGate.processAgain(
                    update().value(false).made(),
                    connected(destination("d").dedupesOn("email").resend("on_reentry").made()),
                    new TreeOfTheDesign())
                .entries())
        .isEmpty();
  }

  @Test
  void whoeverDoesNotDedupeGetsItAgain() {
    Outcome outcome =
        SyncGate.processAgain(
            update().made(), connected(destination("d").made()), new TreeOfTheDesign());
    assertThat(Gate.said(outcome.decisions().getFirst())).startsWith("SEND not_deduped");
    assertThat(outcome.eventCount()).isEqualTo(1);
  }

  private static Trigger merge(boolean wasMember) {
    return Samples.mergeOf(
        new Trigger.Merged("use_1", false), new Trigger.Merged("use_2", wasMember));
  }

  /** The same, whether a message goes out once for each profile or for each address. */
  private static String again(Samples.UpdateOf update) {
    String perProfile = again(update, destination("d").dedupesOn("email"));
    assertThat(again(update, destination("d").dedupesOn("email").oncePerAddress()))
        .isEqualTo(perProfile);
    return perProfile;
  }

  private static String again(Samples.UpdateOf update, Samples.DestinationOf destination) {
    Outcome outcome =
        SyncGate.processAgain(update.made(), connected(destination.made()), new TreeOfTheDesign());
    return Gate.said(outcome.decisions().getFirst());
  }
}
