package dev.oncegate.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.SyncGate;
import dev.oncegate.core.TreeOfTheDesign;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.decide.SendKey;
import dev.oncegate.pipeline.LedgerEntry;
import dev.oncegate.testkit.MigratedDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.sql.DataSource;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever crashes, comes twice or comes late: what was published is as if nothing had. */
class LedgerPropertiesIT {
  private static final int TRIES = 60;
  // The table's index is not unique.
  private static final String ROWS_THAT_ARE_THERE_TWICE =
      """
      select count(*) from (
        select from send_ledger, unnest(destination_ids) as destination_id
        group by subject_key, topic_id, topic_partition, topic_offset, destination_id
        having count(*) > 1) twice
      """;
  private static final List<MigratedDatabase> STARTED = new ArrayList<>(1);

  @BeforeContainer
  static void start() {
    STARTED.add(MigratedDatabase.start());
  }

  @AfterContainer
  static void stop() {
    STARTED.removeFirst().close();
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void whatIsPublishedIsWhatTheModelSays(@ForAll long seed) {
    assertThat(differences(twoProcesses(Visibility::seesOnlyWhatCameBefore), seed)).isEmpty();
    assertThat(STARTED.getFirst().number(ROWS_THAT_ARE_THERE_TWICE)).isZero();
  }

  /** A checker that nothing can fail proves nothing. */
  @Property(tries = 3, shrinking = ShrinkingMode.OFF)
  void theCheckerRejectsALedgerWithoutTheVisibilityRule(@ForAll long seed) {
    List<PostgresLedger> seesEverything = twoProcesses((own, writers, offset) -> true);
    int rejected = 0;
    for (int i = 0; i < 5; i++) {
      rejected += differences(seesEverything, seed + i).isEmpty() ? 0 : 1;
    }
    assertThat(rejected).isPositive();
  }

  @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
  void whatSeveralPartitionsWantIsSentByExactlyOne(@ForAll long seed) {
    STARTED.getFirst().execute(LedgerOnPostgres.EMPTY);
    var random = new Random(seed);
    var lineages = new ModelHistory();
    for (int i = 0; i < 3; i++) {
      String merged = RandomUpdates.profile(0, i);
      String survivor = RandomUpdates.profile(1 + i % 2, i);
      lineages.join(merged, survivor);
      STARTED
          .getFirst()
          .execute(
              "insert into profile_merge values ('spa_1', '%s', '%s', now(), false)"
                  .formatted(merged, survivor));
    }
    List<List<LedgerEntry>> partitions =
        new RandomUpdates(random, RandomUpdates.CONTESTED).partitions(false);
    List<List<Outcome>> published =
        new SimulatedLanes(twoProcesses(Visibility::seesOnlyWhatCameBefore), partitions, random)
            .run();
    assertThat(sends(published, lineages)).isEqualTo(wanted(partitions, lineages));
    assertThat(STARTED.getFirst().number(ROWS_THAT_ARE_THERE_TWICE)).isZero();
  }

  private static List<PostgresLedger> twoProcesses(Visibility visibility) {
    DataSource pool = STARTED.getFirst().pool();
    return List.of(new PostgresLedger(pool, visibility), new PostgresLedger(pool, visibility));
  }

  private static List<String> differences(List<PostgresLedger> ledgers, long seed) {
    STARTED.getFirst().execute(LedgerOnPostgres.EMPTY);
    var random = new Random(seed);
    List<List<LedgerEntry>> partitions =
        new RandomUpdates(random, RandomUpdates.BY_PROFILE).partitions(true);
    List<List<Outcome>> published = new SimulatedLanes(ledgers, partitions, random).run();
    var differences = new ArrayList<String>();
    for (int i = 0; i < partitions.size(); i++) {
      var model = new ModelHistory();
      for (int j = 0; j < partitions.get(i).size(); j++) {
        Outcome expected = model.process(partitions.get(i).get(j));
        if (!published.get(i).get(j).equals(expected)) {
          differences.add(
              partitions.get(i).get(j)
                  + ": expected "
                  + expected.decisions()
                  + ", but "
                  + published.get(i).get(j).decisions());
        }
      }
    }
    return differences;
  }

  /** How often each audience message went to each lineage or address. */
  private static Map<String, Integer> sends(List<List<Outcome>> published, ModelHistory lineages) {
    Map<String, Integer> sends = new HashMap<>();
    for (List<Outcome> partition : published) {
      for (Outcome outcome : partition) {
        for (SendHistory.Entry entry : outcome.entries()) {
          if (entry.key().computationId().equals("aud_1")) {
            sends.merge(named(entry.key(), lineages), 1, Integer::sum);
          }
        }
      }
    }
    return sends;
  }

  /** Once for each lineage or address that the tree would send to, had nothing been sent before. */
  private static Map<String, Integer> wanted(
      List<List<LedgerEntry>> partitions, ModelHistory lineages) {
    Map<String, Integer> wanted = new HashMap<>();
    for (List<LedgerEntry> partition : partitions) {
      for (LedgerEntry entry : partition) {
        Outcome alone =
            SyncGate.process(entry.update(), entry.connected(), key -> null, new TreeOfTheDesign());
        for (SendHistory.Entry send : alone.entries()) {
          if (send.key().computationId().equals("aud_1")) {
            wanted.put(named(send.key(), lineages), 1);
          }
        }
      }
    }
    return wanted;
  }

  private static String named(SendKey key, ModelHistory lineages) {
    return key.destinationId()
        + " "
        + switch (key.subject()) {
          case SendKey.Subject.Profile profile ->
              lineages.lineageOf(profile.id()).stream().sorted().toList();
          case SendKey.Subject.Address address -> address;
        };
  }
}
