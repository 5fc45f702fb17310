package dev.oncegate.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.codec.LedgerLine;
import dev.oncegate.core.Gate;
import dev.oncegate.core.Outcome;
import dev.oncegate.core.SyncGate;
import dev.oncegate.core.TreeOfTheDesign;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.update.Connected;
import dev.oncegate.pipeline.LedgerEntry;
import dev.oncegate.replay.HistoryOfLines;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is exported as of an offset is what a history says that has seen all before it. */
class LedgerExportIT extends LedgerOnPostgres {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aHistoryThatBeginsWithAnExportGoesOnAsOneThatSawEverything(long seed) throws Exception {
    var random = new Random(seed);
    Connected connected = seed % 2 == 0 ? RandomUpdates.BY_PROFILE : RandomUpdates.CONTESTED;
    List<LedgerEntry> updates =
        inOrder(new RandomUpdates(random, connected).partitions(true), seed % 2 == 0);
    int middle = updates.size() / 2;
    int at = 0;
    while (at < middle) {
      int end = Math.min(middle, at + 1 + random.nextInt(7));
      decide(updates.subList(at, end));
      at = end;
    }
    // A batch that is on its way, or was rolled back, left traces that are not of before.
    decide(updates.subList(middle, middle + 5));
    var whole = new HistoryOfLines();
    updates.subList(0, middle).forEach(update -> decide(update, whole));
    var resumed = new HistoryOfLines(export(firstOffsets(updates.subList(middle, updates.size()))));
    for (LedgerEntry update : updates.subList(middle, updates.size())) {
      assertThat(said(decide(update, resumed))).isEqualTo(said(decide(update, whole)));
    }
  }

  // Of contested addresses the ledger keeps who came last by its clock; one partition has one.
  private static List<LedgerEntry> inOrder(List<List<LedgerEntry>> partitions, boolean mixed) {
    if (!mixed) {
      return partitions.getFirst();
    }
    var all = new ArrayList<LedgerEntry>();
    for (int i = 0; i < partitions.getFirst().size(); i++) {
      for (List<LedgerEntry> partition : partitions) {
        all.add(partition.get(i));
      }
    }
    return all;
  }

  private static Map<Integer, Long> firstOffsets(List<LedgerEntry> updates) {
    var first = new HashMap<Integer, Long>();
    for (LedgerEntry update : updates) {
      first.merge(update.position().partition(), update.position().offset(), Math::min);
    }
    return first;
  }

  private static List<LedgerLine> export(Map<Integer, Long> offsets) throws Exception {
    var lines = new ArrayList<LedgerLine>();
    new LedgerExport(database().pool())
        .run(
            new LedgerCut(TOPIC, offsets),
            new LedgerExport.Receiver() {
              @Override
              public void merge(String spaceId, String mergedId, String survivorId) {
                lines.add(new LedgerLine.MergeLine(spaceId, mergedId, survivorId));
              }

              @Override
              public void sent(
                  SendHistory.Entry entry, boolean ofTheTopic, @Nullable String formerWriter) {
                assertThat(ofTheTopic).isTrue();
                lines.add(new LedgerLine.Sent(entry, formerWriter));
              }
            });
    return lines;
  }

  private static Outcome decide(LedgerEntry entry, HistoryOfLines history) {
    history.heed(entry.update());
    Outcome outcome =
        SyncGate.process(
            entry.update(), entry.connected(), history.asSendHistory(), new TreeOfTheDesign());
    history.remember(outcome.entries());
    return outcome;
  }

  private static List<String> said(Outcome outcome) {
    return outcome.decisions().stream().map(Gate::said).toList();
  }
}
