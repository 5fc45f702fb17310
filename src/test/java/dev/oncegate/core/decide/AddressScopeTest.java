package dev.oncegate.core.decide;

import static dev.oncegate.core.Samples.destination;
import static dev.oncegate.core.Samples.id;
import static dev.oncegate.core.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.Gate;
import dev.oncegate.core.Samples;
import org.junit.jupiter.api.Test;

class AddressScopeTest {
  private final Gate gate =
      new Gate(destination("dst_1").dedupesOn("email", "phone").oncePerAddress());

  @Test
  void twoProfilesThatShareAnAddressGetTheMessageOnce() {
    assertThat(gate.decide(update().withIds(id("email", "a@x.com"))))
        .isEqualTo("SEND entered [email:a@x.com]");
    assertThat(gate.decide(update().profile("use_2").withIds(id("email", "a@x.com"))))
        .isEqualTo("DROP already_sent");
  }

  @Test
  void anEmailIsTheSameInAnyCaseAndWithSpacesAround() {
    gate.decide(update().withIds(id("email", "a@x.com")));
    assertThat(gate.decide(update().profile("use_2").withIds(id("email", " A@X.com "))))
        .isEqualTo("DROP already_sent");
  }

  @Test
  void aPhoneIsItsDigitsAndALeadingPlus() {
    gate.decide(update().withIds(id("phone", "+49 (30) 12-34")));
    assertThat(gate.decide(update().profile("use_2").withIds(id("phone", "+49301234"))))
        .isEqualTo("DROP already_sent");
    assertThat(gate.decide(update().profile("use_2").withIds(id("phone", "49301234"))))
        .startsWith("SEND");
  }

  @Test
  void anAddressThatHasNotGotTheMessageGetsItAlone() {
    gate.decide(update().withIds(id("email", "a@x.com")));
    assertThat(
            gate.decide(
                update().profile("use_2").withIds(id("email", "a@x.com"), id("phone", "1"))))
        .isEqualTo("SEND entered [phone:1]");
    assertThat(
            gate.decide(
                update().profile("use_3").withIds(id("email", "a@x.com"), id("phone", "1"))))
        .isEqualTo("DROP already_sent");
  }

  @Test
  void aProfileWithANewAddressGetsTheMessageThere() {
    gate.decide(update().withIds(id("email", "a@x.com", "2026-01-01T00:00:00Z")));
    assertThat(
            gate.decide(
                update()
                    .withIds(
                        id("email", "a@x.com", "2026-01-01T00:00:00Z"),
                        id("email", "b@x.com", "2026-02-01T00:00:00Z"))))
        .isEqualTo("SEND entered [email:b@x.com]");
  }

  @Test
  void aTraitIsAMessageForEachOfItsValuesHereToo() {
    var trait = update().of(Samples.LIFETIME_VALUE).withIds(id("email", "a@x.com"));
    gate.decide(trait.value("gold"));
    assertThat(gate.decide(trait.profile("use_2").value("gold"))).isEqualTo("DROP already_sent");
    assertThat(gate.decide(trait.profile("use_2").value("silver"))).startsWith("SEND");
  }

  @Test
  void aDropForAnotherReasonIsNotCalledAlreadySent() {
    gate.decide(update().withIds(id("email", "a@x.com")));
    assertThat(gate.decide(update().value(false).withIds(id("email", "a@x.com"))))
        .isEqualTo("DROP exited");
    assertThat(gate.decide(update().withIds(id("user_id", "u")))).isEqualTo("DROP no_relevant_id");
  }

  @Test
  void ofTwoSpellingsOfOneAddressOneGetsTheMessage() {
    Gate all = new Gate(destination("dst_1").dedupesOn("email").oncePerAddress());
    assertThat(
            all.decide(
                update()
                    .withIds(
                        id("Email", "a@x.com", "2026-01-01T00:00:00Z"),
                        id("email", "A@x.com", "2026-02-01T00:00:00Z"))))
        .isEqualTo("SEND entered [email:A@x.com]");
  }
}
