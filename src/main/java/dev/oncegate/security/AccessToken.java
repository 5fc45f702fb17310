package dev.oncegate.security;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A token as it is kept, without its secret.
 *
 * @param name unique; its holder goes by it
 * @param hash of its secret
 * @param createdBy the name of him who made it
 * @param expiresAt from when on it is refused; null: never
 * @param lastUsedAt to a minute; null: not yet
 */
public record AccessToken(
    String name,
    String hash,
    List<Grant> grants,
    Instant createdAt,
    String createdBy,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt) {
  public AccessToken {
    grants = List.copyOf(grants);
  }
}
