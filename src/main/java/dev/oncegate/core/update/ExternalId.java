package dev.oncegate.core.update;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A customer-defined identifier of a profile.
 *
 * @param type {@code email}, {@code phone}, {@code user_id}, {@code anonymous_id} or any other word
 * @param createdAt when the profile got it; null, where it is not known, is older than any other
 */
public record ExternalId(String type, String id, @Nullable Moment createdAt) {

  public static final String USER_ID = "user_id";
  public static final String ANONYMOUS_ID = "anonymous_id";

  /** By type, then id, in the order of Unicode code points. */
  public static final Comparator<ExternalId> BY_TYPE_AND_ID =
      (a, b) -> {
        int byType = CodePoints.compare(a.type, b.type);
        return byType != 0 ? byType : CodePoints.compare(a.id, b.id);
      };

  private static final Comparator<ExternalId> NEWEST_OF_EQUALS_FIRST =
      BY_TYPE_AND_ID.thenComparing((a, b) -> -compareCreation(a, b));

  /** The same type and id once, with its newest {@code createdAt}; sorted by type and id. */
  public static List<ExternalId> distinct(Collection<ExternalId> ids) {
    ExternalId[] sorted = ids.toArray(ExternalId[]::new);
    if (isDistinct(sorted)) {
      return List.of(sorted);
    }
    Arrays.sort(sorted, NEWEST_OF_EQUALS_FIRST);
    int kept = 0;
    for (ExternalId id : sorted) {
      if (kept == 0 || !sorted[kept - 1].sameAddress(id)) {
        sorted[kept++] = id;
      }
    }
    return List.of(Arrays.copyOf(sorted, kept));
  }

  /** Whether they are sorted, and each is there once: so the identify stage passes them on. */
  private static boolean isDistinct(ExternalId[] ids) {
    for (int i = 1; i < ids.length; i++) {
      if (BY_TYPE_AND_ID.compare(ids[i - 1], ids[i]) >= 0) {
        return false;
      }
    }
    return true;
  }

  /** Negative if {@code a} is older than {@code b}, zero if neither is. */
  public static int compareCreation(ExternalId a, ExternalId b) {
    if (a.createdAt == null || b.createdAt == null) {
      return Boolean.compare(a.createdAt != null, b.createdAt != null);
    }
    return a.createdAt.compareTo(b.createdAt);
  }

  /**
   * The newest id of a type; a tie goes to the id that sorts last.
   *
   * @param ids sorted by type and id
   */
  public static @Nullable ExternalId newest(List<ExternalId> ids, String type) {
    ExternalId newest = null;
    for (ExternalId id : ids) {
      if (id.type.equals(type) && (newest == null || compareCreation(id, newest) >= 0)) {
        newest = id;
      }
    }
    return newest;
  }

  private boolean sameAddress(ExternalId other) {
    return type.equals(other.type) && id.equals(other.id);
  }
}
