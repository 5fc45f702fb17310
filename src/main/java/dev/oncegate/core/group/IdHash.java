package dev.oncegate.core.group;

import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The first 16 bytes of a SHA-256, in lower-case hex: 32 characters. */
public final class IdHash {
  private static final char UNIT_SEPARATOR = '\u001F';
  private static final char RECORD_SEPARATOR = '\u001E';
  private static final int ENOUGH_AT_ONCE = 1 << 15;
  private static final int LARGEST_KEPT = 1 << 16;

  // One for each thread, since making a digest and a text costs as much as hashing a few ids.
  private static final ThreadLocal<IdHash> OF_THREAD = ThreadLocal.withInitial(IdHash::new);

  private final Sha256 sha256 = new Sha256();
  private StringBuilder text = new StringBuilder(512);

  private IdHash() {}

  /** Over each id as {@code type} U+001F {@code id} U+001E in UTF-8, in the list's order. */
  public static String ofIds(List<ExternalId> ids) {
    IdHash hash = OF_THREAD.get();
    for (ExternalId id : ids) {
      hash.add(id.type(), UNIT_SEPARATOR);
      hash.add(id.id(), RECORD_SEPARATOR);
    }
    return hash.hex();
  }

  /** Over the parts, a U+001F behind each, in UTF-8. */
  public static String ofParts(String... parts) {
    IdHash hash = OF_THREAD.get();
    for (String part : parts) {
      hash.add(part, UNIT_SEPARATOR);
    }
    return hash.hex();
  }

  private void add(String part, char separator) {
    text.append(part).append(separator);
    if (text.length() > ENOUGH_AT_ONCE) {
      digest();
    }
  }

  private String hex() {
    digest();
    return sha256.hex();
  }

  // Many parts at once, since each call of a digest costs as much as hashing a few ids.
  private void digest() {
    byte[] utf8 = text.toString().getBytes(StandardCharsets.UTF_8);
    sha256.add(utf8);
    // A builder that once held more than Latin-1 stays wide, and slow.
    if (utf8.length == text.length() && utf8.length <= LARGEST_KEPT) {
      text.setLength(0);
    } else {
      text = new StringBuilder(512);
    }
  }
}
