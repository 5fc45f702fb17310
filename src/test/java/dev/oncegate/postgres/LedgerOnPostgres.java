package dev.oncegate.postgres;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.SyncGate;
import dev.oncegate.core.TreeOfTheDesign;
import dev.oncegate.core.decide.Rulebook;
import dev.oncegate.testkit.MigratedDatabase;
import java.util.ArrayList;
import java.util.List;
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
    return ledger.inBatch(batch, view -> decideAll(view, rulebook, batch));
  }

  static List<Outcome> decide(List<BatchEntry> batch) {
    return decide(ledger(), new TreeOfTheDesign(), batch);
  }

  static List<Outcome> decideAll(LedgerView view, Rulebook rulebook, List<BatchEntry> batch) {
    var outcomes = new ArrayList<Outcome>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      BatchEntry entry = batch.get(i);
      Outcome outcome =
          SyncGate.process(entry.update(), entry.connected(), view.historyFor(i), rulebook);
      view.remember(i, outcome.entries());
      outcomes.add(outcome);
    }
    return outcomes;
  }
}
