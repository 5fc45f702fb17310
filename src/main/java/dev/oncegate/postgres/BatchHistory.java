package dev.oncegate.postgres;

import dev.oncegate.core.decide.FormerAddress;
import dev.oncegate.core.decide.LastSend;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.decide.SendKey;
import dev.oncegate.core.update.RecordPosition;
import dev.oncegate.pipeline.LedgerEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The ledger while a batch is decided: what the table said, seen by the rule, and what is new. */
final class BatchHistory {

  /** A new version, with what its row needs besides. */
  record Addition(LedgerSubject subject, SendVersion version, LedgerEntry entry, SendKey key) {

    /** Whether another one says the same to the same subject, for another destination. */
    boolean isBeside(Addition other) {
      return subject == other.subject
          && version.writtenBy().equals(other.version.writtenBy())
          && version.last().equals(other.version.last());
    }
  }

  /** A version that is to go. */
  record Removal(LedgerSubject subject, SendVersion version) {}

  private final List<LedgerEntry> batch;
  private final BatchSubjects subjects;
  private final Visibility visibility;
  private final PartitionRange[] rangeOf;
  private final List<PartitionRange> ranges;
  private final List<UUID> closedTopics;
  private final List<Addition> additions = new ArrayList<>();
  private final SendHistory ofCurrent =
      new SendHistory() {
        @Override
        public @Nullable LastSend last(SendKey key) {
          return latest(versionsOf(key));
        }

        @Override
        public @Nullable LastSend last(SendKey key, FormerAddress former) {
          List<SendVersion> versions = versionsOf(key);
          addFormer(key, former, versions);
          return latest(versions);
        }
      };
  private int current;

  BatchHistory(
      List<LedgerEntry> batch,
      PartitionRange[] rangeOf,
      BatchSubjects subjects,
      Visibility visibility,
      List<UUID> closedTopics) {
    this.closedTopics = closedTopics;
    this.batch = batch;
    this.rangeOf = rangeOf;
    this.subjects = subjects;
    this.visibility = visibility;
    ranges = PartitionRange.distinct(rangeOf);
  }

  boolean isReadAgain(RecordPosition position) {
    advanceTo(position);
    return batch.get(current).readAgain();
  }

  SendHistory historyAt(RecordPosition position) {
    advanceTo(position);
    return ofCurrent;
  }

  /** What is before a position is decided, or is decided elsewhere. */
  private void advanceTo(RecordPosition position) {
    while (!batch.get(current).position().equals(position)) {
      if (current == batch.size() - 1) {
        throw new IllegalArgumentException(position + " is not behind what was asked for before");
      }
      rangeOf[current].decided(batch.get(current).position().offset());
      current++;
    }
  }

  void remember(List<SendHistory.Entry> entries) {
    LedgerEntry entry = batch.get(current);
    for (SendHistory.Entry remembered : entries) {
      SendKey key = remembered.key();
      LedgerSubject subject = subjects.written(current, key);
      var version = new SendVersion(key.destinationId(), entry.position(), remembered.last());
      subject.addDecided(version);
      additions.add(new Addition(subject, version, entry, key));
    }
  }

  /** What the update in hand sees, of each partition the latest. */
  private List<SendVersion> versionsOf(SendKey key) {
    var latestOfPartitions = new ArrayList<SendVersion>(1);
    for (LedgerSubject subject : subjects.asked(current, key)) {
      for (SendVersion version : subject.stored()) {
        if (version.destinationId().equals(key.destinationId()) && isVisible(version)) {
          keepLatest(version, latestOfPartitions);
        }
      }
      for (SendVersion version : subject.decided()) {
        if (version.destinationId().equals(key.destinationId())) {
          keepLatest(version, latestOfPartitions);
        }
      }
    }
    return latestOfPartitions;
  }

  private void addFormer(SendKey key, FormerAddress former, List<SendVersion> latestOfPartitions) {
    for (LedgerSubject.FormerVersion it : subjects.asked(current, former).former()) {
      if (it.version().destinationId().equals(key.destinationId())
          && former.counts(it.writer())
          && isVisible(it.version())) {
        keepLatest(it.version(), latestOfPartitions);
      }
    }
  }

  private @Nullable LastSend latest(List<SendVersion> latestOfPartitions) {
    SendVersion latest = null;
    for (SendVersion version : latestOfPartitions) {
      if (latest == null || latest.isOlderThan(version, closedTopics)) {
        latest = version;
      }
    }
    return latest == null ? null : latest.last();
  }

  private boolean isVisible(SendVersion version) {
    RecordPosition writer = version.writtenBy();
    PartitionRange own = rangeOf[current];
    PartitionRange writers = own.isOf(writer) ? own : PartitionRange.find(ranges, writer);
    return visibility.sees(own, writers, writer.offset());
  }

  private static void keepLatest(SendVersion version, List<SendVersion> latestOfPartitions) {
    for (int i = 0; i < latestOfPartitions.size(); i++) {
      SendVersion other = latestOfPartitions.get(i);
      if (other.writtenBy().isBeside(version.writtenBy())) {
        if (other.writtenBy().offset() < version.writtenBy().offset()) {
          latestOfPartitions.set(i, version);
        }
        return;
      }
    }
    latestOfPartitions.add(version);
  }

  /** What the table does not say yet; an attempt that decides as the one before adds nothing. */
  List<Addition> additions() {
    var missing = new ArrayList<Addition>(additions.size());
    for (Addition addition : additions) {
      if (!addition.subject().stored().contains(addition.version())) {
        missing.add(addition);
      }
    }
    return missing;
  }

  /**
   * What the table is not to say any longer: what an attempt that was rolled back wrote in the
   * batch's own range and this one did not write again, and what no restart can ask for any more.
   * What is behind the batch's range stays until the batch that it belongs to is decided.
   */
  List<Removal> removals() {
    Set<Removal> written = null;
    var removals = new ArrayList<Removal>(0);
    for (LedgerSubject subject : subjects.all()) {
      for (SendVersion version : subject.stored()) {
        RecordPosition writer = version.writtenBy();
        PartitionRange range = PartitionRange.find(ranges, writer);
        if (range == null) {
          continue;
        }
        var removal = new Removal(subject, version);
        if (range.covers(writer.offset())) {
          written = written == null ? written() : written;
          if (!written.contains(removal)) {
            removals.add(removal);
          }
        } else if (isOutlived(version, subject, range)) {
          removals.add(removal);
        }
      }
    }
    return removals;
  }

  private Set<Removal> written() {
    Set<Removal> written = HashSet.newHashSet(additions.size());
    for (Addition addition : additions) {
      written.add(new Removal(addition.subject(), addition.version()));
    }
    return written;
  }

  /** A restart begins with this batch or after it, and then a later version counts. */
  private static boolean isOutlived(
      SendVersion version, LedgerSubject subject, PartitionRange range) {
    for (SendVersion other : subject.stored()) {
      if (other.destinationId().equals(version.destinationId())
          && range.isOf(other.writtenBy())
          && other.writtenBy().offset() > version.writtenBy().offset()
          && range.isPublished(other.writtenBy().offset())) {
        return true;
      }
    }
    return false;
  }
}
