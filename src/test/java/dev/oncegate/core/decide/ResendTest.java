package dev.oncegate.core.decide;

import static dev.oncegate.core.Samples.destination;
import static dev.oncegate.core.Samples.id;
import static dev.oncegate.core.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncegate.core.Gate;
import dev.oncegate.core.Samples;
import dev.oncegate.core.update.Resend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResendTest {

  @Test
  void onReentryAMessageGoesOutAgainAfterTheProfileLeftAndCameBack() {
    Gate gate = new Gate(destination("dst_1").dedupesOn("email").resend("on_reentry"));
    assertThat(gate.decide(update())).startsWith("SEND");
    assertThat(gate.decide(update())).isEqualTo("DROP already_sent");
    assertThat(gate.decide(update().value(false))).isEqualTo("DROP exited");
    assertThat(gate.decide(update().value(false))).isEqualTo("DROP exited");
    assertThat(gate.decide(update())).startsWith("SEND");
    assertThat(gate.decide(update())).isEqualTo("DROP already_sent");
  }

  @Test
  void onReentryCountsForAnAddressToo() {
    Gate gate =
        new Gate(destination("dst_1").dedupesOn("email").resend("on_reentry").oncePerAddress());
    assertThat(gate.decide(update())).startsWith("SEND");
    assertThat(gate.decide(update().profile("use_2"))).isEqualTo("DROP already_sent");
    gate.decide(update().value(false));
    assertThat(gate.decide(update().profile("use_2"))).startsWith("SEND");
  }

  @ParameterizedTest
  @CsvSource({
    "P30D,    2026-01-01T00:00:00Z,          2026-01-30T23:59:59.999999999Z, DROP already_sent",
    "P30D,    2026-01-01T00:00:00Z,          2026-01-31T00:00:00Z,           SEND entered",
    "P1M,     2026-01-31T00:00:00Z,          2026-02-27T23:59:59Z,           DROP already_sent",
    "P1M,     2026-01-31T00:00:00Z,          2026-02-28T00:00:00Z,           SEND entered",
    "P1Y,     2028-02-29T00:00:00Z,          2029-02-28T00:00:00Z,           SEND entered",
    "P2W,     2026-01-01T00:00:00Z,          2026-01-14T23:00:00Z,           DROP already_sent",
    "PT12H,   2026-01-01T00:00:00Z,          2026-01-01T11:59:59Z,           DROP already_sent",
    "PT12H,   2026-01-01T00:00:00Z,          2026-01-01T12:00:00Z,           SEND entered",
    "P1DT12H, 2026-01-01T00:00:00Z,          2026-01-02T12:00:00Z,           SEND entered",
    "P1D,     2026-01-01T00:00:00.000000001Z, 2026-01-02T00:00:00Z,         DROP already_sent",
    "P1D,     2026-01-01T23:00:00-02:00,     2026-01-03T02:00:00+01:00,      SEND entered"
  })
  void aPeriodRunsFromComputedAtToComputedAt(
      String period, String first, String second, String expected) {
    Gate gate = new Gate(destination("dst_1").dedupesOn("email").resend(period));
    gate.decide(update().at(first));
    assertThat(gate.decide(update().at(second))).startsWith(expected);
  }

  @Test
  void aPeriodStartsAnewWithEachSend() {
    Gate gate = new Gate(destination("dst_1").dedupesOn("email").resend("P10D"));
    gate.decide(update().at("2026-01-01T00:00:00Z"));
    assertThat(gate.decide(update().at("2026-01-09T00:00:00Z"))).isEqualTo("DROP already_sent");
    assertThat(gate.decide(update().at("2026-01-12T00:00:00Z"))).startsWith("SEND");
    assertThat(gate.decide(update().at("2026-01-21T00:00:00Z"))).isEqualTo("DROP already_sent");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "P", "30D", "P0D", "P-1D", "always", "PT", "P1DT", "NEVER"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> Resend.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"never", "on_reentry", "P30D", "P1M", "PT12H", "P1DT12H", "P1Y2M3D"})
  void itsWordIsWhatItWasReadFrom(String text) {
    assertThat(Resend.parse(text).word()).isEqualTo(text);
  }

  @Test
  void aChangedTraitNeedsNoResend() {
    Gate gate = new Gate(destination("dst_1").dedupesOn("email").resend("P30D"));
    var trait = update().of(Samples.LIFETIME_VALUE).withIds(id("email", "a"));
    gate.decide(trait.value("gold"));
    assertThat(gate.decide(trait.value("silver"))).startsWith("SEND");
    assertThat(gate.decide(trait.value("silver"))).isEqualTo("DROP already_sent");
  }
}
