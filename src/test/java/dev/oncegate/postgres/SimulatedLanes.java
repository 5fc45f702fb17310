package dev.oncegate.postgres;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.TreeOfTheDesign;
import dev.oncegate.pipeline.LedgerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Lanes without Kafka: partitions of updates, committed offsets, and everything that goes wrong
 * between them and the ledger. What counts is what was committed last, as a reader of committed
 * events sees it.
 */
final class SimulatedLanes {
  private static final int LONGEST_BATCH = 12;
  private static final int OFTEN = 3;

  private final List<PostgresLedger> ledgers;
  private final List<List<LedgerEntry>> partitions;
  private final List<List<Outcome>> published = new ArrayList<>();
  private final Random random;

  /**
   * Lanes that have not begun.
   *
   * @param ledgers of one database; each is a process, and any partition may be on any of them
   */
  SimulatedLanes(List<PostgresLedger> ledgers, List<List<LedgerEntry>> partitions, Random random) {
    this.ledgers = ledgers;
    this.partitions = partitions;
    this.random = random;
    for (int i = 0; i < partitions.size(); i++) {
      published.add(new ArrayList<>());
    }
  }

  /** Until everything is committed; answers what was, by partition, in the order of offsets. */
  List<List<Outcome>> run() {
    var stale = new ArrayList<List<LedgerEntry>>();
    while (!isDone()) {
      List<LedgerEntry> batch = nextBatch();
      switch (random.nextInt(OFTEN + 4)) {
        case 0 -> decide(batch);
        case 1 -> stale.add(batch);
        case 2 -> lateAttempt(stale);
        case 3 -> rolledBack(batch);
        default -> publish(batch, decide(batch));
      }
    }
    return published;
  }

  private boolean isDone() {
    for (int i = 0; i < partitions.size(); i++) {
      if (published.get(i).size() < partitions.get(i).size()) {
        return false;
      }
    }
    return true;
  }

  /** Some partitions, each from its committed offset on, mixed in any way. */
  private List<LedgerEntry> nextBatch() {
    var batch = new ArrayList<LedgerEntry>();
    for (int i = 0; i < partitions.size(); i++) {
      List<LedgerEntry> partition = partitions.get(i);
      int from = published.get(i).size();
      if (random.nextBoolean()) {
        int to = Math.min(partition.size(), from + random.nextInt(LONGEST_BATCH));
        int at = 0;
        for (LedgerEntry entry : partition.subList(from, to)) {
          at += random.nextInt(batch.size() - at + 1);
          batch.add(at++, entry);
        }
      }
    }
    return batch;
  }

  private List<Outcome> decide(List<LedgerEntry> batch) {
    return LedgerOnPostgres.decide(anyLedger(), new TreeOfTheDesign(), batch);
  }

  private PostgresLedger anyLedger() {
    return ledgers.get(random.nextInt(ledgers.size()));
  }

  private void publish(List<LedgerEntry> batch, List<Outcome> outcomes) {
    for (int i = 0; i < outcomes.size(); i++) {
      published.get(batch.get(i).position().partition()).add(outcomes.get(i));
    }
  }

  /** A worker that was fenced long ago writes to the ledger; Kafka takes nothing from it. */
  private void lateAttempt(List<List<LedgerEntry>> stale) {
    if (!stale.isEmpty()) {
      decide(stale.remove(random.nextInt(stale.size())));
    }
  }

  private void rolledBack(List<LedgerEntry> batch) {
    try {
      LedgerOnPostgres.inBatch(
          anyLedger(),
          batch,
          view -> {
            LedgerOnPostgres.decideAll(view, new TreeOfTheDesign(), batch);
            throw new Killed();
          });
    } catch (Killed _) {
      // As far as the ledger is concerned, nothing happened.
    }
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
