package dev.oncegate.rules.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A rulebook that was put in force.
 *
 * @param id grows with each activation
 * @param hash null for the directory of each instance
 */
public record Activation(long id, @Nullable String hash, String author, Instant activatedAt) {}
