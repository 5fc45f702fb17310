package dev.oncegate.postgres;

import static dev.oncegate.core.Samples.LIFETIME_VALUE;
import static dev.oncegate.core.Samples.connected;
import static dev.oncegate.core.Samples.destination;
import static dev.oncegate.core.Samples.id;
import static dev.oncegate.core.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncegate.core.DependencyUnavailableException;
import dev.oncegate.core.Gate;
import dev.oncegate.core.Outcome;
import dev.oncegate.core.Samples;
import dev.oncegate.core.TreeOfTheDesign;
import dev.oncegate.core.decide.Reason;
import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.core.decide.Rulebook;
import dev.oncegate.core.decide.SendKey;
import dev.oncegate.core.decide.Situation;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.RecordPosition;
import dev.oncegate.core.update.Rfc3339;
import dev.oncegate.core.update.Trigger;
import dev.oncegate.pipeline.LedgerBatch;
import dev.oncegate.pipeline.LedgerEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PostgresLedgerIT extends LedgerOnPostgres {
  private static final String ROWS = "select count(*) from send_ledger";
  private static final Connected ONCE = connected(destination("dst_1").dedupesOn("email").made());

  @Test
  void aTraceIsReplacedWhenTheRulebookChangedInBetween() {
    List<LedgerEntry> batch = List.of(entry(update(), ONCE, 0, 5));
    decide(batch);
    assertThat(said(decide(ledger(), new Silence(), batch))).containsExactly("DROP silence");
    assertThat(ledger().rowsOf("spa_1", "aud_1", new SendKey.Subject.Profile("use_1"))).isEmpty();
    assertThat(said(decide(List.of(entry(update(), ONCE, 0, 6)))))
        .containsExactly("SEND entered [email:a@x.com]");
  }

  @Test
  void aTraceIsRemovedWhenItsUpdateIsNotDecidedHereAfterAll() {
    List<LedgerEntry> batch = List.of(entry(update(), ONCE, 0, 5));
    decide(batch);
    inBatch(ledger(), batch, LedgerBatch::getClass);
    assertThat(said(decide(List.of(entry(update(), ONCE, 1, 5)))))
        .first()
        .asString()
        .contains("SEND");
  }

  @Test
  void aTraceOfADestinationThatIsNoLongerConnectedIsRemoved() {
    Connected both =
        connected(
            destination("dst_1").dedupesOn("email").made(),
            destination("dst_2").dedupesOn("email").made());
    decide(List.of(entry(update(), both, 0, 5)));
    decide(List.of(entry(update(), ONCE, 0, 5)));
    assertThat(said(decide(List.of(entry(update(), both, 0, 6)))))
        .containsExactly("DROP already_sent", "SEND entered [email:a@x.com]");
  }

  @Test
  void whatAnUpdateSendsToSeveralDestinationsIsOneRow() {
    Connected many =
        connected(
            destination("dst_1").dedupesOn("email").made(),
            destination("dst_2").dedupesOn("email").resend("on_reentry").made(),
            destination("dst_3").made());
    decide(List.of(entry(update(), many, 0, 5)));
    assertThat(database().number(ROWS)).isEqualTo(1);
    assertThat(ledger().rowsOf("spa_1", "aud_1", new SendKey.Subject.Profile("use_1")))
        .extracting(LedgerRow::destinationId)
        .containsExactly("dst_1", "dst_2");
    assertThat(said(decide(List.of(entry(update(), many, 0, 6)))))
        .startsWith("DROP already_sent", "DROP already_sent");
  }

  @Test
  void anExitKeepsWhenEachDestinationWasSentTo() {
    var first = destination("dst_1").dedupesOn("email").resend("on_reentry").made();
    var second = destination("dst_2").dedupesOn("email").resend("on_reentry").made();
    Connected both = connected(first, second);
    decide(List.of(entry(update().at("2026-11-22T10:00:00.000Z"), connected(first), 0, 5)));
    decide(List.of(entry(update().at("2026-11-22T11:00:00.000Z"), both, 0, 6)));
    decide(List.of(entry(update().value(false).at("2026-11-22T12:00:00.000Z"), both, 0, 7)));
    assertThat(ledger().rowsOf("spa_1", "aud_1", new SendKey.Subject.Profile("use_1")))
        .filteredOn(row -> row.writtenBy().offset() == 7)
        .extracting(row -> row.destinationId() + " " + row.last().computedAt())
        .containsExactly("dst_1 2026-11-22T10:00:00Z", "dst_2 2026-11-22T11:00:00Z");
  }

  @Test
  void aRowLosesTheDestinationsThatWereSentToAgain() {
    Connected both =
        connected(
            destination("dst_1").dedupesOn("email").made(),
            destination("dst_2").dedupesOn("email").resend("on_reentry").made());
    decide(List.of(entry(update(), both, 0, 5)));
    for (int offset = 6; offset < 10; offset += 2) {
      decide(List.of(entry(update().value(false), both, 0, offset)));
      decide(List.of(entry(update(), both, 0, offset + 1)));
    }
    assertThat(ledger().rowsOf("spa_1", "aud_1", new SendKey.Subject.Profile("use_1")))
        .extracting(row -> row.destinationId() + " " + row.writtenBy().offset())
        .containsExactly("dst_1 5", "dst_2 8", "dst_2 9");
  }

  @Test
  void aStaleWorkerDoesNotUndoAnExitThatLaterBatchesHaveSeen() {
    Connected onReentry =
        connected(destination("dst_1").dedupesOn("email").resend("on_reentry").made());
    LedgerEntry exit = entry(update().value(false), onReentry, 0, 6);
    decide(List.of(entry(update(), onReentry, 0, 5), exit));
    decide(List.of(entry(update().value(false), onReentry, 0, 7)));
    decide(List.of(exit));
    assertThat(said(decide(List.of(entry(update(), onReentry, 0, 8)))))
        .containsExactly("SEND entered [email:a@x.com]");
  }

  @Test
  void whatIsBehindAShorterBatchWaitsForItsOwnTurn() {
    LedgerEntry first = entry(update(), ONCE, 0, 5);
    LedgerEntry second = entry(update().profile("use_2"), ONCE, 0, 6);
    decide(List.of(first, second));
    decide(List.of(first));
    assertThat(ledger().rowsOf("spa_1", "aud_1", new SendKey.Subject.Profile("use_2"))).hasSize(1);
    assertThat(said(decide(List.of(second)))).containsExactly("SEND entered [email:a@x.com]");
  }

  @Test
  void ofATraitNoMoreVersionsAreKeptThanARestartCanAskFor() {
    for (int offset = 0; offset < 20; offset++) {
      decide(List.of(entry(update().of(LIFETIME_VALUE).value("v" + offset), ONCE, 0, offset)));
    }
    assertThat(ledger().rowsOf("spa_1", "tra_1", new SendKey.Subject.Profile("use_1")))
        .extracting(row -> row.writtenBy().offset())
        .containsExactly(18L, 19L);
  }

  @Test
  void anUpdateCanHaveMoreAddressesThanThereAreLocks() {
    Connected perAddress =
        connected(destination("dst_1").dedupesOn("email").oncePerAddress().made());
    ExternalId[] ids =
        IntStream.range(0, 3_000).mapToObj(i -> id("email", "e" + i)).toArray(ExternalId[]::new);
    decide(List.of(entry(update().withIds(ids), perAddress, 0, 1)));
    assertThat(
            said(decide(List.of(entry(update().profile("use_2").withIds(ids), perAddress, 1, 1)))))
        .containsExactly("DROP already_sent");
  }

  @Test
  void peopleReadWhatTheLedgerSaysOfALineage() {
    decide(
        List.of(
            entry(update().profile("use_2").messageId("m-7"), ONCE, 3, 5),
            entry(update().because(merge("use_1", "use_2")), ONCE, 3, 6)));
    LedgerRow row =
        ledger().rowsOf("spa_1", "aud_1", new SendKey.Subject.Profile("use_1")).getFirst();
    assertThat(row.destinationId()).isEqualTo("dst_1");
    assertThat(row.profileId()).isEqualTo("use_2");
    assertThat(row.messageId()).isEqualTo("m-7");
    assertThat(row.writtenBy()).isEqualTo(new RecordPosition(TOPIC, 3, 5));
    assertThat(row.last().computedAt()).isEqualTo(Rfc3339.parse("2026-11-22T10:00:00Z"));
  }

  @Test
  void aMergeThatWasLoadedFromElsewhereCountsAtOnce() {
    database()
        .execute("insert into profile_merge values ('spa_1', 'use_2', 'use_1', now(), false)");
    decide(List.of(entry(update().profile("use_2"), ONCE, 0, 1)));
    assertThat(said(decide(List.of(entry(update(), ONCE, 1, 1)))))
        .containsExactly("DROP already_sent");
  }

  @Test
  void aMergeThatAMessageBringsCountsFromThereOn() {
    database().execute("insert into profile_merge values ('spa_1', 'use_2', 'use_1', now(), true)");
    decide(List.of(entry(update().profile("use_2"), ONCE, 0, 1)));
    LedgerEntry before = entry(update(), ONCE, 0, 2);
    LedgerEntry bringsIt = entry(update().because(merge("use_1", "use_2")), ONCE, 0, 3);
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThat(said(decide(List.of(before, bringsIt))))
          .containsExactly("SEND entered [email:a@x.com]", "DROP already_sent");
    }
  }

  @Test
  void aLateUpdateThatOvertakesItsMergeSaysItself() {
    decide(List.of(entry(update().profile("use_2"), ONCE, 0, 1)));
    LedgerEntry late = entry(update().withLineage("use_2"), ONCE, 1, 7);
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThat(said(decide(List.of(late)))).containsExactly("DROP already_sent");
    }
  }

  @Test
  void aPartitionThatIsReadAgainSendsNothingAgain() {
    LedgerEntry first = entry(update(), ONCE, 0, 5);
    LedgerEntry second = entry(update().of(LIFETIME_VALUE).value("v1"), ONCE, 0, 6);
    LedgerEntry third = entry(update().profile("use_2"), ONCE, 0, 7);
    decide(List.of(first, second));
    decide(List.of(third));
    assertThat(said(decide(List.of(first, second, third))))
        .containsExactly("DROP already_sent", "DROP already_sent", "SEND entered [email:a@x.com]");
    assertThat(ledger().rowsOf("spa_1", "aud_1", new SendKey.Subject.Profile("use_2"))).hasSize(1);
  }

  @Test
  void whatIsKnownToBePublishedIsNotSentAgainAndChangesNoHistory() {
    var traits = new ArrayList<LedgerEntry>();
    for (int i = 0; i < 5; i++) {
      traits.add(entry(update().of(LIFETIME_VALUE).value("v" + i % 3), ONCE, 0, i));
    }
    Connected onReentry =
        connected(destination("dst_1").dedupesOn("email").resend("on_reentry").made());
    var all = new ArrayList<>(traits);
    all.add(entry(update(), onReentry, 0, 5));
    all.add(entry(update().value(false), onReentry, 0, 6));
    all.add(entry(update(), onReentry, 0, 7));
    all.add(entry(update().because(merge("use_1", "use_2")), ONCE, 0, 8));
    for (LedgerEntry entry : all) {
      decide(List.of(entry));
    }
    String history = "select count(*) + sum(hashtext(s::text)::bigint) from send_ledger s";
    long before = database().number(history);
    // Whom the merge concerns is found out anew, should anybody tell of it.
    database().execute("truncate send_lineage");
    for (int from = 0; from < all.size(); from++) {
      assertThat(said(decideAgain(all.subList(from, all.size()), 9)))
          .hasSize(all.size() - from)
          .allMatch(said -> said.startsWith("DROP"));
    }
    assertThat(database().number(history)).isEqualTo(before);
    assertThat(database().number("select count(*) from send_lineage")).isZero();
  }

  @Test
  void aDestinationThatIsNewGetsNothingOfWhatWasPublishedBefore() {
    decide(List.of(entry(update(), ONCE, 0, 5)));
    Connected two =
        connected(
            destination("dst_1").dedupesOn("email").made(),
            destination("dst_2").dedupesOn("email").made());
    assertThat(
            said(decideAgain(List.of(entry(update(), two, 0, 5), entry(update(), two, 0, 6)), 6)))
        .containsExactly(
            "DROP already_sent",
            "DROP already_sent",
            "DROP already_sent",
            "SEND entered [email:a@x.com]");
  }

  @Test
  void whatSomebodySkippedIsNotPublishedBecauseABatchBeganBehindIt() {
    inBatch(ledger(), List.of(entry(update(), ONCE, 0, 500)), LedgerBatch::getClass);
    assertThat(ledger().publishedUpTo(TOPIC, 0)).isZero();
    assertThat(said(decide(List.of(entry(update().profile("use_2"), ONCE, 0, 100)))))
        .containsExactly("SEND entered [email:a@x.com]");
  }

  @Test
  void whatATopicThatIsNoMoreLeftUnpublishedGoes() {
    decide(List.of(entry(update(), ONCE, 0, 5)));
    decide(List.of(entry(update().profile("use_2"), ONCE, 0, 6)));
    decide(List.of(entry(update().profile("use_3"), ONCE, 1, 6)));
    ledger().closeTopic(TOPIC, 0, 6, Instant.now());
    assertThat(
            said(
                decide(
                    List.of(
                        entry(update(), ONCE, 2, 1),
                        entry(update().profile("use_2"), ONCE, 2, 2),
                        entry(update().profile("use_3"), ONCE, 2, 3)))))
        .containsExactly("DROP already_sent", "SEND entered [email:a@x.com]", "DROP already_sent");
  }

  @Test
  void whatATopicThatIsNoMoreLeftIsOlderThanWhatTheNextOneLeaves() {
    Connected onReentry =
        connected(destination("dst_1").dedupesOn("email").resend("on_reentry").made());
    decide(List.of(entry(update().at("2026-11-22T10:00:00Z"), onReentry, 0, 5)));
    decide(List.of(entry(update().value(false).at("2026-11-22T12:00:00Z"), onReentry, 0, 6)));
    ledger().closeTopic(TOPIC, 0, 7, Instant.now());
    var next = new UUID(0, 7);
    var said = new ArrayList<String>();
    for (int offset = 0; offset < 2; offset++) {
      // Late repeats, of which the first is a re-entry, and the second is none.
      var late = update().at("2026-11-22T10:00:00Z").made();
      var at = new RecordPosition(next, 1, offset);
      said.addAll(said(decide(List.of(new LedgerEntry(late, onReentry, at, 0, false)))));
    }
    assertThat(said).containsExactly("SEND entered [email:a@x.com]", "DROP already_sent");
  }

  @Test
  void whatIsOldIsForgottenAndTheRestStays() {
    var batch = new ArrayList<LedgerEntry>();
    for (int i = 0; i < 5_000; i++) {
      batch.add(entry(update().profile("use_" + i), ONCE, 0, i));
    }
    decide(batch);
    database()
        .execute(
            "update send_ledger set written_at = now() - interval '31 days'"
                + " where topic_offset < 4000");
    assertThat(ledger().retain(Duration.ofDays(30))).isEqualTo(4_000);
    assertThat(ledger().retain(Duration.ofDays(30))).isZero();
    assertThat(said(decide(List.of(entry(update().profile("use_4000"), ONCE, 0, 5_000)))))
        .containsExactly("DROP already_sent");
  }

  @Test
  void aLostConnectionIsAReasonToTryAgain() {
    List<LedgerEntry> batch = List.of(entry(update(), ONCE, 0, 5));
    assertThatThrownBy(
            () ->
                inBatch(
                    ledger(),
                    batch,
                    view -> {
                      database()
                          .execute(
                              "select pg_terminate_backend(pid) from pg_stat_activity"
                                  + " where state = 'idle in transaction'");
                      return decideAll(view, new TreeOfTheDesign(), batch);
                    }))
        .isInstanceOf(DependencyUnavailableException.class)
        .isNotInstanceOf(CommitUnknownException.class);
    assertThat(said(decide(batch))).containsExactly("SEND entered [email:a@x.com]");
  }

  @Test
  void aCommitThatNobodyKnowsOfCanBeTriedAgain() {
    List<LedgerEntry> batch = List.of(entry(update(), ONCE, 0, 5));
    var ledger = new PostgresLedger(new LosesCommits(database().pool()).dataSource());
    assertThatThrownBy(() -> decide(ledger, new TreeOfTheDesign(), batch))
        .isInstanceOf(CommitUnknownException.class);
    assertThat(ledger().rowsOf("spa_1", "aud_1", new SendKey.Subject.Profile("use_1"))).hasSize(1);
    assertThat(said(decide(batch))).containsExactly("SEND entered [email:a@x.com]");
  }

  @Test
  void aTableThatIsNotThereIsNoReasonToTryAgain() {
    database().execute("alter table send_ledger rename to elsewhere");
    try {
      assertThatThrownBy(() -> decide(List.of(entry(update(), ONCE, 0, 5))))
          .isInstanceOf(IllegalStateException.class);
    } finally {
      database().execute("alter table elsewhere rename to send_ledger");
    }
  }

  static LedgerEntry entry(
      Samples.UpdateOf update, Connected connected, int partition, long offset) {
    return new LedgerEntry(
        update.made(), connected, new RecordPosition(TOPIC, partition, offset), 0, false);
  }

  static Trigger merge(String survivor, String other) {
    return Samples.mergeOf(new Trigger.Merged(survivor, false), new Trigger.Merged(other, false));
  }

  static List<String> said(List<Outcome> outcomes) {
    var said = new ArrayList<String>();
    for (Outcome outcome : outcomes) {
      outcome.decisions().forEach(decision -> said.add(Gate.said(decision)));
    }
    return said;
  }

  /** Somebody changed the tables so that nothing is sent any more. */
  private static final class Silence implements Rulebook {
    @Override
    public String hash() {
      return "0";
    }

    @Override
    public Verdict decide(Situation situation) {
      return new Verdict.Drop(new Reason("silence"), new RuleRef("silence!1", "Nothing is sent"));
    }
  }
}
