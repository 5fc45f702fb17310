package dev.oncegate.identity;

import dev.oncegate.core.update.CodePoints;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;

/**
 * One profile became part of another.
 *
 * @param mergedId the profile that ended
 * @param survivorId the profile that goes on
 * @param mergedAt cut to microseconds, since the database keeps no more and the order of merges
 *     must not depend on who remembers them
 */
public record Merge(String spaceId, String mergedId, String survivorId, Instant mergedAt) {

  /** By time; at the same time by survivor, then by merged profile, so that the order is total. */
  static final Comparator<Merge> BY_AGE =
      Comparator.comparing(Merge::mergedAt)
          .thenComparing(Merge::survivorId, CodePoints::compare)
          .thenComparing(Merge::mergedId, CodePoints::compare);

  public Merge {
    if (mergedId.equals(survivorId)) {
      throw new IllegalArgumentException(mergedId + " cannot be merged into itself");
    }
    mergedAt = mergedAt.truncatedTo(ChronoUnit.MICROS);
  }
}
