package dev.oncegate.rollout;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A flag or a gate that somebody changed.
 *
 * @param subject {@code flag dedupe}, {@code gate space spa_1}
 * @param from null where it was not set
 * @param to null where it is not set any more
 */
public record RolloutChange(
    Instant at,
    String author,
    String subject,
    @Nullable String from,
    @Nullable String to,
    String reason) {}
