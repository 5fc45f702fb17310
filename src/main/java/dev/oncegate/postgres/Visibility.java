package dev.oncegate.postgres;

import org.jspecify.annotations.Nullable;

/** Which rows of the table an update sees. */
interface Visibility {

  /**
   * Whether an update sees a row.
   *
   * @param own the partition of the update
   * @param writers the partition of the row, or null where it is none of the batch's
   * @param offset of the update that wrote the row
   */
  boolean sees(PartitionRange own, @Nullable PartitionRange writers, long offset);

  /**
   * An update sees only what updates before it wrote. A row of its own partition that was written
   * by itself or a later one is the trace of an attempt whose events never appeared; so is one that
   * the batch has decided anew by now. Rows of other partitions are facts: whoever wrote them is to
   * publish them, or to decide them again under the same rule.
   */
  static boolean seesOnlyWhatCameBefore(
      PartitionRange own, @Nullable PartitionRange writers, long offset) {
    if (writers == null) {
      return true;
    }
    return writers == own ? own.isPublished(offset) : !writers.hasDecided(offset);
  }
}
