package dev.oncegate.postgres;

import dev.oncegate.core.Samples;
import dev.oncegate.core.decide.LastSend;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.decide.SendKey;
import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.RecordPosition;
import dev.oncegate.core.update.Rfc3339;
import dev.oncegate.pipeline.LedgerBatch;
import dev.oncegate.pipeline.LedgerEntry;
import dev.oncegate.testkit.MigratedDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What the ledger costs: batches of first sends to two destinations each, and the same again, which
 * finds them sent. Prints a line for each batch size and number of rows that there are; run by hand
 * with how many rows to fill the table with at most.
 */
final class LedgerBenchmark {
  private static final UUID TOPIC = new UUID(1, 2);
  private static final int UPDATES = 50_000;
  private static final List<Integer> BATCHES = List.of(500, 1_000, 2_000, 5_000);
  private static final Connected CONNECTED =
      Samples.connected(
          Samples.destination("dst_braze").dedupesOn("email").made(),
          Samples.destination("dst_sendgrid").dedupesOn("email").made());
  private static final LastSend SENT =
      new LastSend("", Rfc3339.parse("2026-11-22T10:00:00.000Z"), false);

  private final PostgresLedger ledger;
  private long offset;
  private long profile;

  private LedgerBenchmark(PostgresLedger ledger) {
    this.ledger = ledger;
  }

  public static void main(String... args) {
    long most = args.length > 0 ? Long.parseLong(args[0]) : 1_000_000;
    try (MigratedDatabase database = MigratedDatabase.start()) {
      var benchmark = new LedgerBenchmark(new PostgresLedger(database.pool()));
      benchmark.run(1_000, "warm-up");
      for (long rows = 1_000; rows <= most; rows *= 1_000) {
        while (2 * benchmark.profile < rows) {
          benchmark.batch(benchmark.profile, 5_000);
          benchmark.profile += 5_000;
        }
        database.execute("vacuum analyze send_ledger");
        for (int size : BATCHES) {
          benchmark.run(size, 2 * benchmark.profile + " rows");
        }
      }
    }
  }

  private void run(int size, String label) {
    long from = profile;
    double sends = rate(size);
    profile = from;
    double repeats = rate(size);
    System.out.printf(
        "%16s, batches of %5d: %7.0f updates/s new, %7.0f updates/s sent before%n",
        label, size, sends, repeats);
  }

  private double rate(int size) {
    long begin = System.nanoTime();
    for (int done = 0; done < UPDATES; done += size) {
      batch(profile, size);
      profile += size;
    }
    return UPDATES * 1e9 / (System.nanoTime() - begin);
  }

  private void batch(long firstProfile, int size) {
    var batch = new ArrayList<LedgerEntry>(size);
    for (int i = 0; i < size; i++) {
      Samples.UpdateOf update =
          Samples.update().profile("use_" + (firstProfile + i)).messageId("message-" + offset);
      batch.add(
          new LedgerEntry(
              update.made(), CONNECTED, new RecordPosition(TOPIC, 0, offset++), 0, false));
    }
    LedgerOnPostgres.inBatch(ledger, batch, open -> decide(open, batch));
  }

  private static int decide(LedgerBatch open, List<LedgerEntry> batch) {
    int sends = 0;
    for (LedgerEntry entry : batch) {
      SendHistory history = open.historyAt(entry.position());
      var entries = new ArrayList<SendHistory.Entry>(2);
      for (Destination destination : CONNECTED.destinations()) {
        var key =
            new SendKey(
                "spa_1",
                "aud_1",
                destination.id(),
                new SendKey.Subject.Profile(entry.update().profileId()));
        if (history.last(key) == null) {
          entries.add(new SendHistory.Entry(key, SENT));
        }
      }
      open.remember(entries);
      sends += entries.size();
    }
    return sends;
  }
}
