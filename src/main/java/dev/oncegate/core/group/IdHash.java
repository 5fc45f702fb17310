package dev.oncegate.core.group;

import dev.oncegate.core.update.ExternalId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The first 16 bytes of a SHA-256, in lower-case hex: 32 characters. */
public final class IdHash {
  private static final int BYTES = 16;
  private static final char UNIT_SEPARATOR = '\u001F';
  private static final char RECORD_SEPARATOR = '\u001E';

  private IdHash() {}

  /** Over each id as {@code type} U+001F {@code id} U+001E in UTF-8, in the list's order. */
  public static String ofIds(List<ExternalId> ids) {
    var text = new StringBuilder(32 * ids.size());
    for (ExternalId id : ids) {
      text.append(id.type()).append(UNIT_SEPARATOR).append(id.id()).append(RECORD_SEPARATOR);
    }
    return of(text);
  }

  /** Over the parts, a U+001F behind each, in UTF-8. */
  public static String ofParts(String... parts) {
    var text = new StringBuilder(32 * parts.length);
    for (String part : parts) {
      text.append(part).append(UNIT_SEPARATOR);
    }
    return of(text);
  }

  // Fed at once, since each call of a digest costs as much as hashing a few ids.
  private static String of(StringBuilder text) {
    byte[] digest = sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
