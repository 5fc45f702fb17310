package dev.oncegate.postgres;

import dev.oncegate.core.decide.SendKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Makes the keys under which rows are found: the first 16 bytes of a SHA-256 over a subject's parts
 * in UTF-8, U+001F between them. One key covers all destinations of a computation, so that one look
 * finds them all. For one thread.
 */
final class SubjectKeys {
  // No part has it: ids, keys and types are text without control characters.
  private static final char SEPARATOR = '\u001F';

  private final MessageDigest sha256;

  SubjectKeys() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  UUID of(String spaceId, String computationId, SendKey.Subject subject) {
    return switch (subject) {
      case SendKey.Subject.Profile profile -> ofProfile(spaceId, computationId, profile.id());
      case SendKey.Subject.Address address ->
          hash("address", spaceId, computationId, address.type(), address.id());
    };
  }

  UUID ofProfile(String spaceId, String computationId, String profileId) {
    return hash("profile", spaceId, computationId, profileId);
  }

  /** What is locked where an address is wanted by several at once. */
  static long lockOf(UUID addressKey) {
    return addressKey.getMostSignificantBits();
  }

  /** What is locked where a lineage is wanted by several at once. */
  long lockOf(Lineages.Profile profile) {
    return hash("lineage", profile.spaceId(), profile.id()).getMostSignificantBits();
  }

  private UUID hash(String... parts) {
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        sha256.update((byte) SEPARATOR);
      }
      sha256.update(parts[i].getBytes(StandardCharsets.UTF_8));
    }
    ByteBuffer digest = ByteBuffer.wrap(sha256.digest());
    return new UUID(digest.getLong(), digest.getLong());
  }
}
