package dev.oncegate.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the audit.
 *
 * @param id counts entries, from 1 and without gaps
 * @param at to the microsecond
 * @param source a word of {@link AuditSource}
 * @param before JSON
 * @param after JSON
 * @param previousHash the hash of the entry before it; of the first one, {@link #NO_HASH}
 * @param hash of all the other fields: SHA-256 in lower-case hex
 */
public record AuditEntry(
    long id,
    Instant at,
    String actor,
    String source,
    String action,
    String objectKind,
    String objectId,
    @Nullable String spaceId,
    @Nullable String before,
    @Nullable String after,
    @Nullable String reason,
    String previousHash,
    String hash) {

  /** What the first entry has for the hash of the one before it. */
  public static final String NO_HASH = "0".repeat(64);

  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /**
   * The hash that it has if it is as it was written.
   *
   * @param number under which it was written
   */
  String hashAs(long number) {
    var text = new StringBuilder();
    field(text, previousHash);
    field(text, Long.toString(number));
    field(text, MICROSECONDS.format(at));
    field(text, actor);
    field(text, source);
    field(text, action);
    field(text, objectKind);
    field(text, objectId);
    field(text, spaceId);
    field(text, before);
    field(text, after);
    field(text, reason);
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  /** As audit_field in the database does: no two rows of fields make one text. */
  private static void field(StringBuilder text, @Nullable String value) {
    if (value == null) {
      text.append('-');
    } else {
      text.append(value.getBytes(StandardCharsets.UTF_8).length).append(':').append(value);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
