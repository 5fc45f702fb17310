package dev.oncegate.audit;

import org.jspecify.annotations.Nullable;

/**
 * Where a change comes from.
 *
 * @param actor who makes it
 * @param reason why, in the actor's words, if any were given
 */
public record ChangeOrigin(String actor, AuditSource source, @Nullable String reason) {
  /** The actor of whom nobody has said a name. */
  public static final String NOBODY = "local";
}
