package dev.oncegate.pipeline;

import dev.oncegate.core.event.Flow;
import dev.oncegate.core.update.Space;
import java.util.function.Predicate;

/**
 * Flows that a test says.
 *
 * @param dedupes the ids of the profiles that take the dedupe flow
 */
public record InMemoryFlows(boolean isDedupeOff, Predicate<String> dedupes) implements BatchFlows {
  public static final BatchFlows DEDUPE = new InMemoryFlows(false, profile -> true);

  /** A gate for everybody. */
  public static final BatchFlows LEGACY = new InMemoryFlows(false, profile -> false);

  public static final BatchFlows KILL_SWITCH =
      new InMemoryFlows(
          true,
          profile -> {
            throw new AssertionError("a gate is asked for " + profile);
          });

  @Override
  public Flow flowOf(Space space, String profileId) {
    return dedupes.test(profileId) ? Flow.DEDUPE : Flow.LEGACY;
  }
}
