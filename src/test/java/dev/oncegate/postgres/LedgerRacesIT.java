package dev.oncegate.postgres;

import static dev.oncegate.core.Samples.connected;
import static dev.oncegate.core.Samples.destination;
import static dev.oncegate.core.Samples.id;
import static dev.oncegate.core.Samples.update;
import static dev.oncegate.postgres.PostgresLedgerIT.entry;
import static dev.oncegate.postgres.PostgresLedgerIT.merge;
import static dev.oncegate.postgres.PostgresLedgerIT.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.TreeOfTheDesign;
import dev.oncegate.core.update.Connected;
import dev.oncegate.pipeline.LedgerEntry;
import dev.oncegate.testkit.Await;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Two lanes want the same at the same time. */
class LedgerRacesIT extends LedgerOnPostgres {
  private static final int ROUNDS = 60;
  private static final Connected PER_PROFILE =
      connected(destination("dst_1").dedupesOn("email").made());
  private static final Connected PER_ADDRESS =
      connected(destination("dst_1").dedupesOn("email").oncePerAddress().made());

  @Test
  void ofTwoPartitionsThatWantAnAddressExactlyOneWins() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      var shared = update().withIds(id("email", round + "@x.com"));
      assertThat(
              together(
                  entry(shared.profile("use_1"), PER_ADDRESS, 0, round),
                  entry(shared.profile("use_2"), PER_ADDRESS, 1, round)))
          .as("round %d", round)
          .containsExactlyInAnyOrder(
              "SEND entered [email:" + round + "@x.com]", "DROP already_sent");
    }
  }

  @Test
  void ofTwoPartitionsThatSpellAnAddressDifferentlyExactlyOneWins() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      assertThat(
              together(
                  entry(
                      update().profile("use_1").withIds(id("email", round + "@x.com")),
                      PER_ADDRESS,
                      0,
                      round),
                  entry(
                      update().profile("use_2").withIds(id("Email", round + "@X.com\u00a0")),
                      PER_ADDRESS,
                      1,
                      round)))
          .as("round %d", round)
          .filteredOn(said -> said.startsWith("SEND"))
          .hasSize(1);
    }
  }

  @Test
  void ofTwoPartitionsThatWantALineageExactlyOneWins() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      database()
          .execute(
              "insert into profile_merge values ('spa_1', 'a%1$d', 'b%1$d', now(), false)"
                  .formatted(round));
      assertThat(
              together(
                  entry(update().profile("a" + round), PER_PROFILE, 0, round),
                  entry(update().profile("b" + round), PER_PROFILE, 1, round)))
          .as("round %d", round)
          .containsExactlyInAnyOrder("SEND entered [email:a@x.com]", "DROP already_sent");
    }
  }

  @Test
  void ofAMergeAndAnUpdateThatDoesNotKnowOfItExactlyOneWins() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      List<String> said =
          together(
              entry(update().profile("a" + round), PER_PROFILE, 0, round),
              entry(
                  update().profile("b" + round).because(merge("b" + round, "a" + round)),
                  PER_PROFILE,
                  1,
                  round));
      assertThat(said).as("round %d", round).containsOnlyOnce("DROP already_sent").hasSize(2);
    }
  }

  @Test
  void aBatchIsDecidedAgainWhenAMergeCameWhileItWasDecided() {
    for (String merge :
        List.of(
            "insert into profile_merge values ('spa_1', 'a', 'b', now(), false)",
            "insert into send_lineage (profile_id, space_id, other_id, merged)"
                + " values ('a', 'spa_1', 'b', true), ('b', 'spa_1', 'a', false)")) {
      empty();
      assertDecidedAgain("a", merge, "b");
    }
  }

  @Test
  void aBatchIsDecidedAgainWhenOneOfItsLineageWasMergedWhileItWasDecided() {
    database().execute("insert into profile_merge values ('spa_1', 'b', 'c', now(), false)");
    assertDecidedAgain(
        "b", "insert into profile_merge values ('spa_1', 'c', 'a', now(), false)", "a");
  }

  /** While a profile is decided, a merge makes it one with another, who is sent the message. */
  private static void assertDecidedAgain(String profile, String merge, String another) {
    List<LedgerEntry> one = List.of(entry(update().profile(profile), PER_PROFILE, 0, 0));
    List<LedgerEntry> other = List.of(entry(update().profile(another), PER_PROFILE, 1, 0));
    var times = new AtomicInteger();
    List<Outcome> decided =
        inBatch(
            ledger(),
            one,
            view -> {
              if (times.incrementAndGet() == 1) {
                database().execute(merge);
                assertThat(said(decide(other))).containsExactly("SEND entered [email:a@x.com]");
              }
              return decideAll(view, new TreeOfTheDesign(), one);
            });
    assertThat(said(decided)).containsExactly("DROP already_sent");
    assertThat(times).hasValue(2);
  }

  @Test
  void aMergeOfOthersWhileABatchIsDecidedIsNothingToIt() {
    List<LedgerEntry> one = List.of(entry(update().profile("a"), PER_PROFILE, 0, 0));
    var times = new AtomicInteger();
    inBatch(
        ledger(),
        one,
        view -> {
          times.incrementAndGet();
          database().execute("insert into profile_merge values ('spa_1', 'c', 'd', now(), false)");
          database().execute("insert into profile_merge values ('spa_2', 'a', 'd', now(), false)");
          return decideAll(view, new TreeOfTheDesign(), one);
        });
    assertThat(times).hasValue(1);
  }

  @Test
  void whoeverTellsOfAMergeWaitsForThoseWhoCommit() throws Exception {
    var update = update().profile("b").because(merge("b", "a"));
    assertWaits(() -> decide(List.of(entry(update, PER_PROFILE, 0, 0))));
  }

  @Test
  void whoeverLoadsAMergeWaitsForThoseWhoCommit() throws Exception {
    assertWaits(
        () ->
            database()
                .execute("insert into profile_merge values ('spa_1', 'c', 'd', now(), false)"));
  }

  private static void assertWaits(Runnable recording) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(1);
        Connection committing = database().pool().getConnection()) {
      committing.setAutoCommit(false);
      LedgerLocks.holdLineages(committing);
      Future<?> recorded = threads.submit(recording);
      Await.until("it waits", Duration.ofSeconds(8), () -> waiting() == 1);
      committing.rollback();
      recorded.get();
    }
  }

  private static long waiting() {
    return database()
        .number("select count(*) from pg_locks where locktype = 'advisory' and not granted");
  }

  private static List<String> together(LedgerEntry... each) throws Exception {
    var barrier = new CyclicBarrier(each.length);
    var said = new ArrayList<String>();
    try (ExecutorService lanes = Executors.newFixedThreadPool(each.length)) {
      var running = new ArrayList<Future<List<String>>>();
      for (LedgerEntry entry : each) {
        running.add(
            lanes.submit(
                () -> {
                  barrier.await();
                  return said(decide(List.of(entry)));
                }));
      }
      for (Future<List<String>> lane : running) {
        said.addAll(lane.get());
      }
    }
    return said;
  }
}
