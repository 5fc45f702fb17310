package dev.oncegate.codec.redact;

import dev.oncegate.core.decide.AddressSpelling;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.VisibleText;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Stands in for external ids: the same type and id always has the same pseudonym, and nobody who
 * lacks the key can tell whose it is. Two spellings of one address have two pseudonyms that are two
 * spellings of one address. For one thread.
 */
public final class Pseudonyms {
  /** A shorter key could be guessed. */
  public static final int SHORTEST_KEY = 16;

  private static final String ALGORITHM = "HmacSHA256";
  private static final char SEPARATOR = '\u001F';
  private static final int NAME_BYTES = 16;
  // No country has the code 999. More digits than a phone has, so that no two fall together.
  private static final String NOBODYS_COUNTRY = "999";
  private static final int PHONE_DIGITS = 24;

  private final Mac mac;

  /**
   * Pseudonyms that whoever has the key can make again.
   *
   * @param key at least {@link #SHORTEST_KEY} bytes
   */
  public Pseudonyms(byte[] key) {
    if (key.length < SHORTEST_KEY) {
      throw new IllegalArgumentException("the key must have at least " + SHORTEST_KEY + " bytes");
    }
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  /** Pseudonyms under a key that nobody learns. */
  public static Pseudonyms underForgottenKey() {
    var key = new byte[2 * SHORTEST_KEY];
    new SecureRandom().nextBytes(key);
    return new Pseudonyms(key);
  }

  /** The pseudonym of an external id, of the same type and likeness. */
  public String of(String type, String id) {
    if (VisibleText.isBlank(id)) {
      return id;
    }
    String normal = AddressSpelling.normalised(type, id);
    // Bits that tell this spelling from others; none for the one that addresses are compared by.
    return spelt(
        type,
        normal,
        id.equals(normal) ? 0 : bits(hash("spelling", ExternalId.kindOf(type), id)) | 1);
  }

  /** The pseudonym of an address as it is compared with others. */
  public String ofNormalised(String type, String address) {
    return spelt(type, address, 0);
  }

  private String spelt(String type, String normal, int spelling) {
    String kind = ExternalId.kindOf(type);
    byte[] hash = hash("id", kind, normal);
    return switch (kind) {
      case "email" -> "x" + capitals(letters(hash), spelling) + "@redacted.invalid";
      case "phone" -> (normal.startsWith("+") ? "+" : "") + hyphens(digits(hash), spelling);
      default -> "x" + letters(hash);
    };
  }

  /** What stands in for a hash that was made of external ids, which could be guessed from it. */
  String ofHash(String hash) {
    return HexFormat.of().formatHex(hash("hash", hash), 0, NAME_BYTES);
  }

  private byte[] hash(String... parts) {
    return mac.doFinal(
        String.join(String.valueOf(SEPARATOR), parts).getBytes(StandardCharsets.UTF_8));
  }

  private static int bits(byte[] hash) {
    return hash[0] << 24 | (hash[1] & 0xFF) << 16 | (hash[2] & 0xFF) << 8 | (hash[3] & 0xFF);
  }

  /** Half a byte a letter, from a to p. */
  private static String letters(byte[] hash) {
    var letters = new StringBuilder(2 * NAME_BYTES);
    for (int i = 0; i < NAME_BYTES; i++) {
      letters.append((char) ('a' + (hash[i] >> 4 & 15))).append((char) ('a' + (hash[i] & 15)));
    }
    return letters.toString();
  }

  private static String digits(byte[] hash) {
    BigInteger number = new BigInteger(1, hash).mod(BigInteger.TEN.pow(PHONE_DIGITS));
    String digits = number.toString();
    return NOBODYS_COUNTRY + "0".repeat(PHONE_DIGITS - digits.length()) + digits;
  }

  private static String capitals(String letters, int which) {
    var spelt = new StringBuilder(letters);
    for (int i = 0; i < Integer.SIZE; i++) {
      if ((which >> i & 1) != 0) {
        spelt.setCharAt(i, Character.toUpperCase(letters.charAt(i)));
      }
    }
    return spelt.toString();
  }

  private static String hyphens(String digits, int where) {
    var spelt = new StringBuilder(2 * digits.length());
    for (int i = 0; i < digits.length(); i++) {
      spelt.append(digits.charAt(i));
      if (i < digits.length() - 1 && (where >> i & 1) != 0) {
        spelt.append('-');
      }
    }
    return spelt.toString();
  }
}
