package dev.oncegate.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Examples are in {@code core/addresses.txt}. */
class AddressSpellingTest {
  private static final Pattern CODE_POINT = Pattern.compile("\\{([0-9A-F]{4,6})}");

  record Spelling(String type, String id) {
    String normalised() {
      return AddressSpelling.normalised(type, id);
    }
  }

  @TestFactory
  List<DynamicTest> spellingsOfOneAddressAreOne() throws IOException {
    var tests = new ArrayList<DynamicTest>();
    for (List<Spelling> address : addresses()) {
      String normal = address.getFirst().id();
      for (Spelling spelling : address) {
        tests.add(
            DynamicTest.dynamicTest(
                spelling.toString(), () -> assertThat(spelling.normalised()).isEqualTo(normal)));
      }
    }
    return tests;
  }

  @Test
  void differentAddressesAreNeverOne() throws IOException {
    Map<Spelling, Spelling> seen = new HashMap<>();
    for (List<Spelling> address : addresses()) {
      Spelling first = address.getFirst();
      assertThat(seen.put(new Spelling(first.type(), first.normalised()), first))
          .as("also %s", first)
          .isNull();
    }
  }

  @Test
  void theTypeCountsInAnyCase() {
    assertThat(AddressSpelling.normalised("E-Mail", "A@x.com")).isEqualTo("A@x.com");
    assertThat(AddressSpelling.normalised("EMAIL", "A@x.com")).isEqualTo("a@x.com");
    assertThat(AddressSpelling.normalised("Phone", "(00) 123")).isEqualTo("+123");
  }

  /** No property comes by all characters, and each has its own way to be put in lower case. */
  @Test
  void normalisingTwiceIsOnceForEveryCharacter() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      String one = Character.toString(c);
      if (isAlwaysItself(one)) {
        continue;
      }
      for (String text : List.of(one, "J" + one + "\u030C", "123 " + one + "x4")) {
        for (String type : List.of("email", "phone")) {
          String once = AddressSpelling.normalised(type, text);
          if (!AddressSpelling.normalised(type, once).equals(once)) {
            assertThat(once).as("%s with U+%04X", type, c).isNull();
          }
        }
      }
    }
  }

  private static boolean isAlwaysItself(String letter) {
    int c = letter.codePointAt(0);
    if (!Character.isDefined(c) || Character.getType(c) == Character.PRIVATE_USE) {
      return true;
    }
    return Character.isLetter(c)
        && letter.toLowerCase(Locale.ROOT).equals(letter)
        && letter.toUpperCase(Locale.ROOT).equals(letter)
        && Normalizer.isNormalized(letter, Normalizer.Form.NFKC);
  }

  private static List<List<Spelling>> addresses() throws IOException {
    var addresses = new ArrayList<List<Spelling>>();
    var address = new ArrayList<Spelling>();
    for (String line : (file() + "\n\n").split("\n", -1)) {
      if (line.isEmpty() && !address.isEmpty()) {
        addresses.add(List.copyOf(address));
        address.clear();
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        int bar = line.indexOf('|');
        address.add(
            new Spelling(
                line.substring(0, bar),
                CODE_POINT
                    .matcher(line.substring(bar + 1))
                    .replaceAll(it -> Character.toString(Integer.parseInt(it.group(1), 16)))));
      }
    }
    return addresses;
  }

  private static String file() throws IOException {
    try (InputStream in = AddressSpellingTest.class.getResourceAsStream("/core/addresses.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
