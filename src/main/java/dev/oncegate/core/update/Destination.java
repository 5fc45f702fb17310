package dev.oncegate.core.update;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A configured integration instance of a space.
 *
 * @param type what it is an instance of: {@code sendgrid}, {@code webhook}, any word
 * @param dedupesOn types of external ids, in lower case; when not empty, the destination is deduped
 */
public record Destination(
    String id,
    String spaceId,
    String type,
    String name,
    boolean enabled,
    Set<String> dedupesOn,
    Call call,
    IdsPerEvent idsPerEvent,
    DedupeScope dedupeScope,
    Resend resend) {

  public static final Comparator<Destination> BY_ID = (a, b) -> CodePoints.compare(a.id, b.id);

  /** The kind of call that a receiver takes. */
  public enum Call {
    TRACK,
    IDENTIFY;

    private final String word = name().toLowerCase(Locale.ROOT);

    public String word() {
      return word;
    }
  }

  /** Whether an event carries the whole id group, or there is an event for each id. */
  public enum IdsPerEvent {
    ALL,
    ONE
  }

  /** Whether a message goes out once for each profile or once for each address. */
  public enum DedupeScope {
    PROFILE,
    ADDRESS
  }

  public Destination {
    dedupesOn = dedupesOn.stream().map(ExternalId::kindOf).collect(Collectors.toUnmodifiableSet());
  }

  public boolean isDeduped() {
    return !dedupesOn.isEmpty();
  }

  /** Whether an id of this type counts: one it dedupes on, or any if it is not deduped. */
  public boolean isRelevant(String idType) {
    return dedupesOn.isEmpty() || dedupesOn.contains(ExternalId.kindOf(idType));
  }

  /** Whether any of the ids counts. */
  public boolean hasRelevant(List<ExternalId> ids) {
    for (ExternalId id : ids) {
      if (isRelevant(id.type())) {
        return true;
      }
    }
    return false;
  }
}
