package dev.oncegate.postgres;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.SyncGate;
import dev.oncegate.core.TreeOfTheDesign;
import dev.oncegate.core.decide.Rulebook;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.pipeline.LedgerBatch;
import dev.oncegate.pipeline.LedgerEntry;
import dev.oncegate.testkit.MigratedDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
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
  static List<Outcome> decide(PostgresLedger ledger, Rulebook rulebook, List<LedgerEntry> batch) {
    return inBatch(
        ledger, behindWhatIsPublished(batch, 0), open -> decideAll(open, rulebook, batch));
  }

  /** Decides what is read again as far as it is known to be published. */
  static List<Outcome> decideAgain(List<LedgerEntry> batch, long publishedUpTo) {
    return inBatch(
        ledger(),
        behindWhatIsPublished(batch, publishedUpTo),
        open -> decideAll(open, new TreeOfTheDesign(), batch));
  }

  /** A lane begins a batch when the one before it is published, and says so. */
  private static List<LedgerEntry> behindWhatIsPublished(
      List<LedgerEntry> batch, long publishedUpTo) {
    Map<Integer, Long> first = new HashMap<>();
    var behind = new ArrayList<LedgerEntry>();
    for (LedgerEntry entry : batch) {
      first.putIfAbsent(entry.position().partition(), entry.position().offset());
      long upTo = Math.max(publishedUpTo, first.get(entry.position().partition()));
      behind.add(entry.publishedUpTo(upTo));
    }
    return behind;
  }

  static List<Outcome> decide(List<LedgerEntry> batch) {
    return decide(ledger(), new TreeOfTheDesign(), batch);
  }

  /** Opens a batch, has it decided, and commits; again if profiles became one meanwhile. */
  static <R> R inBatch(
      PostgresLedger ledger, List<LedgerEntry> batch, Function<LedgerBatch, R> decide) {
    while (true) {
      try (LedgerBatch open = ledger.open(batch)) {
        R answer = decide.apply(open);
        if (open.commit()) {
          return answer;
        }
      }
    }
  }

  static List<Outcome> decideAll(LedgerBatch open, Rulebook rulebook, List<LedgerEntry> batch) {
    var outcomes = new ArrayList<Outcome>(batch.size());
    for (LedgerEntry entry : batch) {
      if (open.isReadAgain(entry.position())) {
        outcomes.add(SyncGate.processAgain(entry.update(), entry.connected(), rulebook));
      } else {
        SendHistory history = open.historyAt(entry.position());
        Outcome outcome = SyncGate.process(entry.update(), entry.connected(), history, rulebook);
        open.remember(outcome.entries());
        outcomes.add(outcome);
      }
    }
    return outcomes;
  }
}
