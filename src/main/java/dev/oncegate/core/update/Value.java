package dev.oncegate.core.update;

import java.math.BigDecimal;

/** The value that a computation has for a profile: a JSON scalar, or none. */
public sealed interface Value {

  record Flag(boolean flag) implements Value {}

  /**
   * A number.
   *
   * @param literal as JSON writes it, so that it goes out as it came in
   */
  record Numeric(String literal) implements Value {
    public Numeric {
      decimal(literal);
    }

    private static BigDecimal decimal(String literal) {
      return new BigDecimal(literal);
    }
  }

  record Text(String text) implements Value {}

  /** JSON's {@code null}: the profile has no such trait, or is not in the audience. */
  record None() implements Value {}

  /** Whether the profile is in the computation with this value; {@code false} and none say no. */
  default boolean isMember() {
    return switch (this) {
      case Flag flag -> flag.flag();
      case None _ -> false;
      case Numeric _ -> true;
      case Text _ -> true;
    };
  }

  /** Equal for equal JSON values, different for different ones: {@code 1.0} is {@code 1}. */
  default String canonical() {
    return switch (this) {
      case Flag flag -> flag.flag() ? "true" : "false";
      case None _ -> "null";
      case Numeric number -> Numeric.decimal(number.literal()).stripTrailingZeros().toString();
      case Text text -> "\"" + text.text();
    };
  }
}
