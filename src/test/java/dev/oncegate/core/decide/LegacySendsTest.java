package dev.oncegate.core.decide;

import static dev.oncegate.core.Samples.destination;
import static dev.oncegate.core.Samples.id;
import static dev.oncegate.core.Samples.newIds;
import static dev.oncegate.core.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.Gate;
import dev.oncegate.core.HistoryInAMap;
import dev.oncegate.core.Samples;
import dev.oncegate.core.SyncGate;
import dev.oncegate.core.TreeOfTheDesign;
import dev.oncegate.core.update.Destination;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the dedupe flow repeats of what the legacy flow has sent: nothing. */
class LegacySendsTest {
  private final HistoryInAMap history = new HistoryInAMap();

  @Test
  void whatTheLegacyFlowSentIsNotSentAgain() {
    Destination destination = destination("dst_1").dedupesOn("email").made();
    legacy(destination, update());
    assertThat(dedupe(destination, update().messageId("m-2"))).isEqualTo("DROP already_sent");
  }

  @Test
  void norIsItToAnAddress() {
    Destination destination = destination("dst_1").dedupesOn("email").oncePerAddress().made();
    legacy(destination, update());
    Samples.UpdateOf other = update().profile("use_2").withIds(id("email", "A@x.com"));
    assertThat(dedupe(destination, other)).isEqualTo("DROP already_sent");
  }

  @Test
  void anAddressThatTheLegacyFlowDidNotSendToIsNew() {
    Destination destination = destination("dst_1").dedupesOn("email").oncePerAddress().made();
    legacy(destination, update());
    Samples.UpdateOf other = update().because(newIds(id("email", "b@x.com")));
    assertThat(dedupe(destination, other.withIds(id("email", "b@x.com"))))
        .isEqualTo("SEND new_relevant_id [email:b@x.com]");
  }

  @Test
  void anExitIsNoSend() {
    Destination destination = destination("dst_1").dedupesOn("email").made();
    legacy(destination, update().value(false));
    assertThat(dedupe(destination, update())).startsWith("SEND entered");
  }

  @Test
  void anExitOfTheLegacyFlowLetsAMessageGoOutOnReentry() {
    for (Samples.DestinationOf it :
        List.of(
            destination("dst_1").dedupesOn("email").resend("on_reentry"),
            destination("dst_2").dedupesOn("email").oncePerAddress().resend("on_reentry"))) {
      legacy(it.made(), update());
      assertThat(dedupe(it.made(), update())).isEqualTo("DROP already_sent");
      legacy(it.made(), update().value(false));
      assertThat(dedupe(it.made(), update())).startsWith("SEND entered");
    }
  }

  @Test
  void aTraitIsKnownByTheValueThatTheLegacyFlowSentLast() {
    Destination destination = destination("dst_1").dedupesOn("email").made();
    legacy(destination, update().of(Samples.LIFETIME_VALUE).value("gold"));
    assertThat(dedupe(destination, update().of(Samples.LIFETIME_VALUE).value("gold")))
        .isEqualTo("DROP already_sent");
    assertThat(dedupe(destination, update().of(Samples.LIFETIME_VALUE).value("silver")))
        .startsWith("SEND entered");
  }

  @Test
  void withoutExternalIdsNothingWasSent() {
    Destination destination = destination("dst_1").dedupesOn("email").made();
    legacy(destination, update().withIds());
    assertThat(dedupe(destination, update())).startsWith("SEND entered");
  }

  @Test
  void whoDoesNotDedupeIsNotRemembered() {
    assertThat(LegacySends.entries(update().made(), List.of(destination("dst_1").made()), history))
        .isEmpty();
  }

  private void legacy(Destination destination, Samples.UpdateOf update) {
    history.remember(LegacySends.entries(update.made(), List.of(destination), history));
  }

  private String dedupe(Destination destination, Samples.UpdateOf update) {
    return Gate.said(
        SyncGate.process(
                update.made(), Samples.connected(destination), history, new TreeOfTheDesign())
            .decisions()
            .getFirst());
  }
}
