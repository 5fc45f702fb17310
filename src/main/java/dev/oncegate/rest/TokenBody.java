package dev.oncegate.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oncegate.security.AccessToken;
import dev.oncegate.security.Grant;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An access token as JSON writes it.
 *
 * @param token its secret, only when it has just been made
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Token")
public record TokenBody(
    String name,
    List<String> grants,
    Instant createdAt,
    String createdBy,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt,
    @Schema(description = "the token itself, once and never again") @Nullable String token) {

  static TokenBody of(AccessToken token, @Nullable String secret) {
    return new TokenBody(
        token.name(),
        token.grants().stream().map(Grant::word).toList(),
        token.createdAt(),
        token.createdBy(),
        token.expiresAt(),
        token.lastUsedAt(),
        secret);
  }
}
