package dev.oncegate.rollout;

import dev.oncegate.core.group.IdHash;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/**
 * A share of all profiles, chosen by a stable hash: a larger share has every profile that a smaller
 * one has.
 *
 * @param basisPoints from 0, nobody, to 10,000, everybody
 */
public record ProfileShare(int basisPoints) {
  public static final ProfileShare NONE = new ProfileShare(0);
  public static final ProfileShare ALL = new ProfileShare(10_000);

  private static final Pattern PERCENTAGE = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,2})?)%?");
  private static final int HASH_DIGITS = 8;

  public ProfileShare {
    if (basisPoints < 0 || basisPoints > 10_000) {
      throw new IllegalArgumentException("a percentage is from 0 to 100");
    }
  }

  /**
   * Reads a percentage: {@code 10}, {@code 0.5} or {@code 12.25%}.
   *
   * @throws IllegalArgumentException with a sentence without a full stop, if it is none
   */
  public static ProfileShare parse(String text) {
    var percentage = PERCENTAGE.matcher(text);
    if (!percentage.matches()) {
      throw new IllegalArgumentException(
          "expected a percentage with at most two decimals, such as 10 or 0.5, found " + text);
    }
    return ofPercent(new BigDecimal(percentage.group(1)));
  }

  /** To the nearest hundredth of a percent. */
  static ProfileShare ofPercent(double percent) {
    return ofPercent(BigDecimal.valueOf(percent));
  }

  private static ProfileShare ofPercent(BigDecimal percent) {
    return new ProfileShare(
        percent.movePointRight(2).setScale(0, RoundingMode.HALF_UP).intValueExact());
  }

  double percent() {
    return basisPoints / 100.0;
  }

  /**
   * Whether it has a profile.
   *
   * @param salt of what the share is; shares of one thing contain one another, and those of two
   *     things are independent
   */
  boolean includes(String salt, String spaceId, String profileId) {
    if (basisPoints == 0 || basisPoints == ALL.basisPoints) {
      return basisPoints != 0;
    }
    String hash = IdHash.ofParts(salt, spaceId, profileId);
    long place = Long.parseLong(hash, 0, HASH_DIGITS, 16);
    return (place * ALL.basisPoints) >>> (4 * HASH_DIGITS) < basisPoints;
  }

  /** The percentage without needless zeros: {@code 0.5}. */
  @Override
  public String toString() {
    return BigDecimal.valueOf(basisPoints, 2).stripTrailingZeros().toPlainString();
  }
}
