package dev.oncegate.postgres;

import dev.oncegate.core.decide.SendKey;
import dev.oncegate.core.update.Sha256;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Makes the keys under which rows are found: the first 16 bytes of a SHA-256 over a subject's parts
 * in UTF-8, U+001F between them. One key covers all destinations of a computation, so that one look
 * finds them all. For one thread.
 */
final class SubjectKeys {
  // No part has it: ids, keys and types are text without control characters.
  private static final byte[] SEPARATOR = {0x1F};

  private final Sha256 sha256 = new Sha256();

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
  long lockOf(Lineages.LineageMember profile) {
    return hash("lineage", profile.spaceId(), profile.id()).getMostSignificantBits();
  }

  private UUID hash(String... parts) {
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        sha256.add(SEPARATOR);
      }
      sha256.add(parts[i]);
    }
    ByteBuffer hash = ByteBuffer.wrap(sha256.bytes());
    return new UUID(hash.getLong(), hash.getLong());
  }
}
