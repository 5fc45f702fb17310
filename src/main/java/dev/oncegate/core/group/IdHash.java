package dev.oncegate.core.group;

import dev.oncegate.core.update.ExternalId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** The first 16 bytes of a SHA-256, in lower-case hex: 32 characters. */
public final class IdHash {
  private static final int BYTES = 16;
  private static final byte UNIT_SEPARATOR = 0x1F;
  private static final byte RECORD_SEPARATOR = 0x1E;

  private IdHash() {}

  /** Over each id as {@code type} U+001F {@code id} U+001E in UTF-8, in the list's order. */
  public static String ofIds(List<ExternalId> ids) {
    MessageDigest digest = sha256();
    for (ExternalId id : ids) {
      digest.update(id.type().getBytes(StandardCharsets.UTF_8));
      digest.update(UNIT_SEPARATOR);
      digest.update(id.id().getBytes(StandardCharsets.UTF_8));
      digest.update(RECORD_SEPARATOR);
    }
    return hex(digest);
  }

  /** Over the parts, a U+001F behind each, in UTF-8. */
  public static String ofParts(String... parts) {
    MessageDigest digest = sha256();
    for (String part : parts) {
      digest.update(part.getBytes(StandardCharsets.UTF_8));
      digest.update(UNIT_SEPARATOR);
    }
    return hex(digest);
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), BYTES));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
