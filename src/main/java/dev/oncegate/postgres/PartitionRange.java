package dev.oncegate.postgres;

import dev.oncegate.core.update.RecordPosition;
import dev.oncegate.pipeline.LedgerEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A partition's part of a batch, and how far it is decided. */
final class PartitionRange {
  private final RecordPosition first;
  // What is known to be published.
  private long published;
  // Where the updates begin that may not have been published yet: what is before the batch is over.
  private long begin;
  private long last;
  private long decidedUpTo = Long.MIN_VALUE;

  private PartitionRange(RecordPosition first) {
    this.first = first;
    this.begin = first.offset();
    this.last = first.offset();
  }

  /** The range of each of the batch's entries. */
  static PartitionRange[] of(List<LedgerEntry> batch) {
    var ranges = new ArrayList<PartitionRange>(4);
    var ofEntries = new PartitionRange[batch.size()];
    for (int i = 0; i < ofEntries.length; i++) {
      RecordPosition at = batch.get(i).position();
      PartitionRange range = i > 0 && ofEntries[i - 1].isOf(at) ? ofEntries[i - 1] : null;
      range = range != null ? range : find(ranges, at);
      if (range == null) {
        range = new PartitionRange(at);
        ranges.add(range);
      } else if (at.offset() <= range.last) {
        throw new IllegalArgumentException(at + " is not behind its partition's earlier updates");
      }
      range.publishedUpTo(batch.get(i).publishedUpTo());
      range.last = at.offset();
      ofEntries[i] = range;
    }
    return ofEntries;
  }

  static List<PartitionRange> distinct(PartitionRange[] ofEntries) {
    return Arrays.stream(ofEntries).distinct().toList();
  }

  /** The one that coordinates belong to, or null where the batch has nothing of their partition. */
  static @Nullable PartitionRange find(Iterable<PartitionRange> ranges, RecordPosition at) {
    for (PartitionRange range : ranges) {
      if (range.isOf(at)) {
        return range;
      }
    }
    return null;
  }

  boolean isOf(RecordPosition at) {
    return first.isBeside(at);
  }

  RecordPosition first() {
    return first;
  }

  /**
   * Learns up to where (exclusive) updates were published. Where the batch begins with some of
   * them, it comes from a worker that stood still, or the partition is read again.
   */
  void publishedUpTo(long offset) {
    published = Math.max(published, offset);
    begin = Math.max(begin, offset);
  }

  long publishedUpTo() {
    return published;
  }

  void decided(long offset) {
    decidedUpTo = offset;
  }

  /** Whether what was written at an offset was published too. */
  boolean isPublished(long offset) {
    return offset < begin;
  }

  /** Whether an offset is the batch's to decide, and no earlier attempt's word counts for it. */
  boolean covers(long offset) {
    return offset >= begin && offset <= last;
  }

  /** Whether the batch decided this offset anew by now. */
  boolean hasDecided(long offset) {
    return offset >= begin && offset <= decidedUpTo;
  }
}
