package dev.oncegate.wiring;

import dev.oncegate.core.Outcome;
import dev.oncegate.kafka.LaneProbe;
import dev.oncegate.kafka.Ledger;
import dev.oncegate.kafka.Place;
import dev.oncegate.kafka.Unavailable;
import dev.oncegate.postgres.BatchEntry;
import dev.oncegate.postgres.Coordinates;
import dev.oncegate.postgres.LedgerUnavailable;
import dev.oncegate.postgres.LedgerView;
import dev.oncegate.postgres.PostgresLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The ledger in PostgreSQL as lanes ask it. */
final class BatchLedger implements Ledger {
  private final PostgresLedger ledger;
  private final LaneProbe probe;

  BatchLedger(PostgresLedger ledger, LaneProbe probe) {
    this.ledger = ledger;
    this.probe = probe;
  }

  @Override
  public void decide(List<? extends Case> cases) {
    var batch = new ArrayList<BatchEntry>(cases.size());
    for (Case it : cases) {
      Place at = it.place();
      batch.add(
          new BatchEntry(
              it.update(),
              it.connected(),
              new Coordinates(at.topicId(), at.partition(), at.offset()),
              it.publishedUpTo(),
              it.isReadAgain()));
    }
    try {
      int _ = ledger.inBatch(batch, view -> decide(cases, view));
    } catch (LedgerUnavailable e) {
      throw new Unavailable("the ledger: " + e.getMessage(), e);
    }
  }

  @Override
  public long publishedUpTo(UUID topicId, int partition) {
    try {
      return ledger.publishedUpTo(topicId, partition);
    } catch (LedgerUnavailable e) {
      throw new Unavailable("the ledger: " + e.getMessage(), e);
    }
  }

  @Override
  public void closeTopic(UUID topicId, int partition, long publishedUpTo, Instant since) {
    try {
      ledger.close(new Coordinates(topicId, partition, publishedUpTo), since);
    } catch (LedgerUnavailable e) {
      throw new Unavailable("the ledger: " + e.getMessage(), e);
    }
  }

  private int decide(List<? extends Case> cases, LedgerView view) {
    int decided = 0;
    for (int i = 0; i < cases.size(); i++) {
      Outcome outcome;
      if (view.isReadAgain(i)) {
        outcome = cases.get(i).decideAgain();
      } else {
        outcome = cases.get(i).decide(view.historyFor(i));
        if (outcome != null) {
          view.remember(i, outcome.entries());
        }
      }
      decided += outcome == null ? 0 : 1;
    }
    probe.at(LaneProbe.Point.BEFORE_LEDGER_COMMIT);
    return decided;
  }
}
