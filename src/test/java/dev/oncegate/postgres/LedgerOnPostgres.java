package dev.oncegate.postgres;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.SyncGate;
import dev.oncegate.core.TreeOfTheDesign;
import dev.oncegate.core.decide.Rulebook;
import dev.oncegate.testkit.MigratedDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** Tests that share a database, which is empty when each of them begins. */
@TestInstance(TestInstance.Lifecycle.PER_METHOD)
abstract class LedgerOnPostgres {
  static final UUID TOPIC = UUID.fromString("00000000-0000-4000-8000-000000000001");
  static final String EMPTY = "truncate send_ledger, send_lineage, send_progress, profile_merge";
  private static final List<MigratedDatabase> STARTED = new ArrayList<>(1);

  @BeforeAll
  static void start() {
    STARTED.add(MigratedDatabase.start());
  }

  @AfterAll
  static void stop() {
    STARTED.removeFirst().close();
  }

  @BeforeEach
  void empty() {
    database().execute(EMPTY);
  }

  static MigratedDatabase database() {
    return STARTED.getFirst();
  }

  static PostgresLedger ledger() {
    return new PostgresLedger(database().pool());
  }

  /** Decides a batch as a lane does: one update after the other, through the gate. */
  static List<Outcome> decide(PostgresLedger ledger, Rulebook rulebook, List<BatchEntry> batch) {
    return ledger.inBatch(
        behindWhatIsPublished(batch, 0), view -> decideAll(view, rulebook, batch));
  }

  /** Decides what is read again as far as it is known to be published. */
  static List<Outcome> decideAgain(List<BatchEntry> batch, long publishedUpTo) {
    return ledger()
        .inBatch(
            behindWhatIsPublished(batch, publishedUpTo),
            view -> decideAll(view, new TreeOfTheDesign(), batch));
  }

  /** A lane begins a batch when the one before it is published, and says so. */
  private static List<BatchEntry> behindWhatIsPublished(
      List<BatchEntry> batch, long publishedUpTo) {
    Map<Integer, Long> first = new HashMap<>();
    var behind = new ArrayList<BatchEntry>();
    for (BatchEntry entry : batch) {
      first.putIfAbsent(entry.at().partition(), entry.at().offset());
      long upTo = Math.max(publishedUpTo, first.get(entry.at().partition()));
      behind.add(entry.publishedUpTo(upTo));
    }
    return behind;
  }

  static List<Outcome> decide(List<BatchEntry> batch) {
    return decide(ledger(), new TreeOfTheDesign(), batch);
  }

  static List<Outcome> decideAll(LedgerView view, Rulebook rulebook, List<BatchEntry> batch) {
    var outcomes = new ArrayList<Outcome>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      BatchEntry entry = batch.get(i);
      if (view.isReadAgain(i)) {
        outcomes.add(SyncGate.processAgain(entry.update(), entry.connected(), rulebook));
      } else {
        Outcome outcome =
            SyncGate.process(entry.update(), entry.connected(), view.historyFor(i), rulebook);
        view.remember(i, outcome.entries());
        outcomes.add(outcome);
      }
    }
    return outcomes;
  }
}
