package dev.oncegate.core.decide;

import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.VisibleText;
import java.util.Locale;

/**
 * Addresses as they are compared with others of their type: two spellings that mean one are the
 * same text. {@code docs/tables.md} has the definition.
 */
public final class AddressSpelling {
  private AddressSpelling() {}

  /**
   * The spelling that stands for all that mean the same; spelling that once more changes nothing.
   */
  public static String normalised(String type, String id) {
    return switch (ExternalId.kindOf(type)) {
      case "email" -> email(id);
      case "phone" -> PhoneSpelling.normalised(id);
      default -> id;
    };
  }

  private static String email(String id) {
    String email = id;
    String before;
    // Lower case may compose with an accent where upper case does not.
    do {
      before = email;
      email = VisibleText.of(before).toLowerCase(Locale.ROOT);
    } while (!email.equals(before));
    return email;
  }

  /** As addresses were compared before: what ledgers of then have. */
  static String formerly(String type, String id) {
    return switch (type) {
      case "email" -> id.strip().toLowerCase(Locale.ROOT);
      case "phone" -> formerDigits(id.strip());
      default -> id;
    };
  }

  private static String formerDigits(String phone) {
    var digits = new StringBuilder(phone.length());
    for (int i = 0; i < phone.length(); i++) {
      char c = phone.charAt(i);
      if ((c >= '0' && c <= '9') || (c == '+' && i == 0)) {
        digits.append(c);
      }
    }
    return digits.toString();
  }

  /** Whether a phone's former spelling says as much as its spelling now, if in another way. */
  static boolean saysAsMuch(String former, String phone) {
    String was = former.startsWith("+") ? former.substring(1) : former;
    String is = (phone.startsWith("+") ? phone.substring(1) : phone).replace(";ext=", "");
    return was.length() >= PhoneSpelling.FEWEST_DIGITS && (was.equals(is) || was.equals("00" + is));
  }
}
