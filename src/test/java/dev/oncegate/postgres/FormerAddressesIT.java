package dev.oncegate.postgres;

import static dev.oncegate.core.Samples.LIFETIME_VALUE;
import static dev.oncegate.core.Samples.connected;
import static dev.oncegate.core.Samples.destination;
import static dev.oncegate.core.Samples.id;
import static dev.oncegate.core.Samples.update;
import static dev.oncegate.postgres.PostgresLedgerIT.entry;
import static dev.oncegate.postgres.PostgresLedgerIT.merge;
import static dev.oncegate.postgres.PostgresLedgerIT.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.Samples;
import dev.oncegate.core.update.Connected;
import dev.oncegate.pipeline.LedgerEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A ledger that was written when addresses were compared otherwise. */
class FormerAddressesIT extends LedgerOnPostgres {
  private static final Connected EMAILS =
      connected(destination("dst_1").dedupesOn("email").oncePerAddress().made());
  private static final Connected PHONES =
      connected(destination("dst_1").dedupesOn("phone").oncePerAddress().made());

  @Test
  void anEmailThatGotItsMessageDoesNotGetItAgain() {
    sent("use_1", "email", "ann@x.com\u00a0");
    sent("use_1", "email", "bob@x.com");
    assertThat(decided(EMAILS, email("use_1", "ann@x.com\u00a0"))).isEqualTo("DROP already_sent");
    assertThat(decided(EMAILS, email("use_2", "Bob@x.com"))).isEqualTo("DROP already_sent");
    assertThat(decided(EMAILS, email("use_3", "cid@x.com"))).startsWith("SEND");
  }

  @Test
  void aPhoneThatGotItsMessageDoesNotGetItAgainWhoeverHasIt() {
    sent("use_1", "phone", "16505550100");
    assertThat(decided(PHONES, phone("use_2", "(+1) 650 555 0100"))).isEqualTo("DROP already_sent");
    sent("use_1", "phone", "0016505550199");
    assertThat(decided(PHONES, phone("use_2", "00 1 650 555 0199"))).isEqualTo("DROP already_sent");
    sent("use_1", "phone", "1650555010012");
    assertThat(decided(PHONES, phone("use_2", "1 650 555 0100 x12")))
        .isEqualTo("DROP already_sent");
  }

  @Test
  void whatStoodForManyPhonesKeepsNobodyFromTheMessageButWhoGotIt() {
    sent("use_1", "phone", "");
    sent("use_1", "phone", "1800");
    String arabic = "\u0664\u0669\u0661\u0665\u0665";
    assertThat(decided(PHONES, phone("use_1", arabic))).isEqualTo("DROP already_sent");
    assertThat(decided(PHONES, phone("use_2", arabic))).startsWith("SEND");
    assertThat(decided(PHONES, phone("use_1", "1-800-FLOWERS"))).isEqualTo("DROP already_sent");
    assertThat(decided(PHONES, phone("use_2", "1-800-CONTACTS"))).startsWith("SEND");
    assertThat(decided(PHONES, phone("use_3", "unknown"))).startsWith("SEND");
  }

  @Test
  void whoGotItIsKnownAfterAMerge() {
    sent("use_1", "phone", "");
    assertThat(decided(PHONES, phone("use_2", "unknown").withLineage("use_1")))
        .isEqualTo("DROP already_sent");
    assertThat(decided(PHONES, phone("use_3", "n/a").because(merge("use_3", "use_1"))))
        .isEqualTo("DROP already_sent");
  }

  @Test
  void aTypeThatWasComparedAsItWasIsFoundInThatSpelling() {
    sent("use_1", "Email", "Ann@x.com");
    assertThat(decided(EMAILS, update().profile("use_2").withIds(id("Email", "Ann@x.com"))))
        .isEqualTo("DROP already_sent");
  }

  @Test
  void whatIsSentFromNowOnIsNoFormerAddress() {
    assertThat(decided(PHONES, phone("use_1", "1 650 555 0100"))).startsWith("SEND");
    assertThat(decided(PHONES, phone("use_2", "(+1) 650 555 0100"))).startsWith("SEND");
    assertThat(decided(PHONES, phone("use_3", "800"))).startsWith("SEND");
    assertThat(decided(PHONES, phone("use_3", "800-FLOWERS"))).startsWith("SEND");
  }

  @Test
  void theLaterOfBothCounts() {
    Connected traits = connected(destination("dst_1").dedupesOn("phone").oncePerAddress().made());
    database().execute(row("use_1", "tra_1", "phone", "16505550100", "\"one", 3));
    var trait = phone("use_1", "(+1) 650 555 0100").of(LIFETIME_VALUE);
    assertThat(decided(traits, trait.value("one"))).isEqualTo("DROP already_sent");
    assertThat(decided(traits, trait.value("two"))).startsWith("SEND");
    assertThat(decided(traits, trait.value("one"))).startsWith("SEND");
  }

  @Test
  void anExitIsKeptUnderWhatTheAddressIsCalledNow() {
    Connected onReentry =
        connected(
            destination("dst_1").dedupesOn("phone").oncePerAddress().resend("on_reentry").made());
    sent("use_1", "phone", "16505550100");
    var update = phone("use_1", "(+1) 650 555 0100");
    assertThat(decided(onReentry, update)).isEqualTo("DROP already_sent");
    assertThat(decided(onReentry, update.value(false))).isEqualTo("DROP exited");
    assertThat(decided(onReentry, update)).startsWith("SEND");
    assertThat(decided(onReentry, update)).isEqualTo("DROP already_sent");
  }

  @Test
  void aTraceThatTheFormerProgramLeftIsReplaced() {
    database().execute(row("use_1", "aud_1", "phone", "16505550100", "", 7));
    LedgerEntry again = entry(phone("use_1", "(+1) 650 555 0100"), PHONES, 0, 7);
    assertThat(said(decide(List.of(again)))).first().asString().startsWith("SEND");
    assertThat(said(decide(List.of(again)))).first().asString().startsWith("SEND");
    assertThat(database().number("select count(*) from send_ledger where address = '+16505550100'"))
        .isEqualTo(1);
    assertThat(database().number("select count(*) from send_ledger")).isEqualTo(1);
  }

  private int offset = 100;

  private String decided(Connected connected, Samples.UpdateOf update) {
    return said(decide(List.of(entry(update, connected, 1, offset++)))).getFirst();
  }

  private static Samples.UpdateOf email(String profile, String email) {
    return update().profile(profile).withIds(id("email", email));
  }

  private static Samples.UpdateOf phone(String profile, String phone) {
    return update().profile(profile).withIds(id("phone", phone));
  }

  private int sent;

  private void sent(String profile, String type, String address) {
    database().execute(row(profile, "aud_1", type, address, "", sent++));
  }

  /** As the version before wrote it. */
  private static String row(
      String profile, String computation, String type, String address, String value, int offset) {
    return """
        insert into send_ledger (subject_key, topic_id, topic_offset, computed_at, topic_partition,
          left_since, computed_nanos, space_id, computation_id, destination_ids, profile_id,
          message_id, address_type, address, value)
        select encode(substr(sha256(convert_to(
            concat_ws(U&'\\001F', 'address', 'spa_1', '%2$s', '%3$s', '%4$s'), 'UTF8')), 1, 16),
            'hex')::uuid,
          '%7$s', %6$d, '2026-11-22T10:00:00Z', 0, false, 0, 'spa_1', '%2$s', array['dst_1'],
          '%1$s', 'm-0', '%3$s', '%4$s', '%5$s'
        """
        .formatted(profile, computation, type, address, value, offset, TOPIC);
  }
}
