package dev.oncegate.core.update;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** SHA-256, of which the first 16 bytes count; to be used again after each result. */
public final class Sha256 {
  private static final int BYTES = 16;

  private final MessageDigest digest;

  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  public void add(byte[] bytes) {
    digest.update(bytes);
  }

  /** Adds the text in UTF-8. */
  public void add(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Of all that was added since the last result, in lower-case hex: 32 characters. */
  public String hex() {
    return HexFormat.of().formatHex(bytes());
  }

  /** Of all that was added since the last result. */
  public byte[] bytes() {
    return Arrays.copyOf(digest.digest(), BYTES);
  }
}
