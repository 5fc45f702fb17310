package dev.oncegate.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Names an event by its bytes, but for the hash of the rulebook in it, which a peer without rules
 * has no name for.
 */
final class EventDigest {
  private static final byte[] RULEBOOK = "\"rulebook\":\"".getBytes(StandardCharsets.ISO_8859_1);

  private final MessageDigest digest;

  EventDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  long of(byte[] event) {
    int start = lastIndexOf(RULEBOOK, event);
    if (start < 0) {
      digest.update(event);
    } else {
      int end = start + RULEBOOK.length;
      digest.update(event, 0, end);
      while (end < event.length && event[end] != '"') {
        end++;
      }
      digest.update(event, end, event.length - end);
    }
    return ByteBuffer.wrap(digest.digest()).getLong();
  }

  /** Where a word stands last; -1 where it does not. */
  static int lastIndexOf(byte[] word, byte[] text) {
    for (int at = text.length - word.length; at >= 0; at--) {
      int same = 0;
      while (same < word.length && text[at + same] == word[same]) {
        same++;
      }
      if (same == word.length) {
        return at;
      }
    }
    return -1;
  }
}
