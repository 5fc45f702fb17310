package dev.oncegate.core.update;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A customer-defined identifier of a profile. Types are compared in lower case, and sent as they
 * came.
 *
 * @param type {@code email}, {@code phone}, {@code user_id}, {@code anonymous_id} or any other word
 * @param id never blank in what was read of a message
 * @param createdAt when the profile got it; null, where it is not known, is older than any other
 */
public record ExternalId(String type, String id, @Nullable Instant createdAt) {

  public static final String USER_ID = "user_id";
  public static final String ANONYMOUS_ID = "anonymous_id";

  /** By type, then id, in the order of Unicode code points. */
  public static final Comparator<ExternalId> BY_TYPE_AND_ID =
      (a, b) -> {
        int byType = CodePoints.compare(a.type, b.type);
        return byType != 0 ? byType : CodePoints.compare(a.id, b.id);
      };

  /** By what makes two ids one: the kind, then the id, in the order of Unicode code points. */
  public static final Comparator<ExternalId> BY_KIND_AND_ID =
      (a, b) -> {
        int byKind = CodePoints.compare(a.kind(), b.kind());
        return byKind != 0 ? byKind : CodePoints.compare(a.id, b.id);
      };

  // Of one age, the spelling that sorts last counts, as of two ids of one age.
  private static final Comparator<ExternalId> NEWEST_OF_EQUALS_FIRST =
      BY_KIND_AND_ID
          .thenComparing((a, b) -> -compareCreation(a, b))
          .thenComparing((a, b) -> -CodePoints.compare(a.type, b.type));

  /** The type as it is compared with others: in lower case. */
  public String kind() {
    return kindOf(type);
  }

  /** A type as it is compared with others: in lower case. */
  public static String kindOf(String type) {
    return type.toLowerCase(Locale.ROOT);
  }

  /**
   * The same kind and id once, with its newest {@code createdAt} and as that one is spelt; sorted
   * by type and id.
   */
  public static List<ExternalId> distinct(Collection<ExternalId> ids) {
    ExternalId[] sorted = ids.toArray(ExternalId[]::new);
    if (isDistinct(sorted)) {
      return List.of(sorted);
    }
    Arrays.sort(sorted, NEWEST_OF_EQUALS_FIRST);
    int kept = 0;
    for (ExternalId id : sorted) {
      if (kept == 0 || BY_KIND_AND_ID.compare(sorted[kept - 1], id) != 0) {
        sorted[kept++] = id;
      }
    }
    Arrays.sort(sorted, 0, kept, BY_TYPE_AND_ID);
    return List.of(Arrays.copyOf(sorted, kept));
  }

  /** Whether they are sorted, and each is there once: so the identify stage passes them on. */
  private static boolean isDistinct(ExternalId[] ids) {
    for (int i = 0; i < ids.length; i++) {
      if (!ids[i].type.equals(ids[i].kind())
          || (i > 0 && BY_TYPE_AND_ID.compare(ids[i - 1], ids[i]) >= 0)) {
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

  /** Whether it is newer than another of its kind; of one age, the id that sorts last is. */
  public boolean isNewerThan(ExternalId other) {
    int order = compareCreation(this, other);
    return order > 0 || (order == 0 && CodePoints.compare(id, other.id) > 0);
  }

  /** The newest id of a kind; a tie goes to the id that sorts last. */
  public static @Nullable ExternalId newest(List<ExternalId> ids, String kind) {
    ExternalId newest = null;
    for (ExternalId id : ids) {
      if (id.kind().equals(kind) && (newest == null || id.isNewerThan(newest))) {
        newest = id;
      }
    }
    return newest;
  }
}
