package dev.oncegate.security;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What a token is: {@code og_} and 32 random bytes in base 62. Of it only the hash is kept. */
public final class TokenSecret {
  /** By which people, and those who look for secrets in files, know one. */
  public static final String PREFIX = "og_";

  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());
  private static final int BYTES = 32;
  // So many digits has the largest number of 32 bytes.
  private static final int LENGTH = 43;

  private TokenSecret() {}

  /** One that nobody has, and nobody can guess. */
  public static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return of(bytes);
  }

  static String of(byte[] bytes) {
    char[] digits = new char[LENGTH];
    var rest = new BigInteger(1, bytes);
    for (int i = LENGTH - 1; i >= 0; i--) {
      BigInteger[] next = rest.divideAndRemainder(BASE);
      digits[i] = DIGITS.charAt(next[1].intValue());
      rest = next[0];
    }
    return PREFIX + new String(digits);
  }

  /** Whether it could be one; what could not need not be looked for. */
  static boolean hasForm(String text) {
    return text.length() == PREFIX.length() + LENGTH && text.startsWith(PREFIX);
  }

  /** SHA-256 in hex. A secret of 256 random bits needs neither salt nor a slow hash. */
  static String hash(String secret) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
