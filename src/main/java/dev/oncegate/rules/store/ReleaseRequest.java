package dev.oncegate.rules.store;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's wish that a rulebook be put in force.
 *
 * @param evidence JSON: what the check found, what differs, who would be affected
 * @param decision null while it is open
 */
public record ReleaseRequest(
    long id,
    String hash,
    String requestedBy,
    Instant requestedAt,
    @Nullable String reason,
    String evidence,
    ReleaseState state,
    @Nullable ReleaseDecision decision) {

  /** What became of it. */
  public enum ReleaseState {
    OPEN,
    APPROVED,
    REJECTED;

    private final String word = name().toLowerCase(Locale.ROOT);

    public String word() {
      return word;
    }
  }

  /** Who decided. */
  public record ReleaseDecision(String by, Instant at, @Nullable String reason) {}
}
