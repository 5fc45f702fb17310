package dev.oncegate.json;

import dev.oncegate.core.update.Moment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A walk over JSON in UTF-8 that knows what is to come. It gives up at an escape, at anything that
 * is not JSON, and at what else would need more than a look at each byte.
 */
final class PlainJson {

  /** Why it gave up, nobody needs to know: another parser finds out. */
  static final class NotPlain extends Exception {
    private static final long serialVersionUID = 1;

    NotPlain() {
      super(null, null, false, false);
    }
  }

  private static final int DEEPEST = 16;
  private static final int LONGEST_NUMBER = 100;
  private static final int LONGEST_STRING = 1 << 20;
  private static final char UNDECODABLE = '\uFFFD';

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGHEST_BITS = 0x8080_8080_8080_8080L;

  /** A word that came before; the same object, should it come again. */
  private static final class Word {
    final byte[] bytes;
    final String text;

    Word(byte[] bytes, String text) {
      this.bytes = bytes;
      this.text = text;
    }
  }

  // Found by their bytes. Threads share them without a lock, since a word that is missed, or that
  // another one took the place of, is just made again.
  private static final int LONGEST_WORD = 32;
  private static final int WORD_SHIFT = 64 - 10;
  private static final @Nullable Word[] WORDS = new @Nullable Word[1 << 10];

  private final byte[] json;
  private int at;

  PlainJson(byte[] json) {
    this.json = json;
  }

  /** Where the next value begins. */
  int start() throws NotPlain {
    peek();
    return at;
  }

  /** Behind the last value, or bracket. */
  int end() {
    return at;
  }

  /** Enters an object; whether it has a first field. */
  boolean object() throws NotPlain {
    expect('{');
    return !passes('}');
  }

  /** Enters an array; whether it has a first value. */
  boolean array() throws NotPlain {
    expect('[');
    return !passes(']');
  }

  /** Whether another field or value follows, rather than the bracket that closes. */
  boolean more(char closing) throws NotPlain {
    if (passes(',')) {
      return true;
    }
    expect(closing);
    return false;
  }

  /** A field's name, up to its value. */
  String name() throws NotPlain {
    String name = word();
    expect(':');
    return name;
  }

  /** The next byte that is not space, which stays the next. */
  byte peek() throws NotPlain {
    while (at < json.length) {
      if (!isSpace(json[at])) {
        return json[at];
      }
      at++;
    }
    throw new NotPlain();
  }

  String string() throws NotPlain {
    int from = openString();
    boolean isWide = passString();
    return text(from, at - 1, isWide);
  }

  /** A string that other messages have too. */
  String word() throws NotPlain {
    int from = openString();
    boolean isWide = passString();
    int to = at - 1;
    int length = to - from;
    if (isWide || length > LONGEST_WORD || from + 8 > json.length) {
      return text(from, to, isWide);
    }
    long head = (long) EIGHT_BYTES.get(json, from);
    long tail = length < 8 ? head << (64 - 8 * length) : (long) EIGHT_BYTES.get(json, to - 8);
    long both = (length < 8 ? tail : head + 31 * tail) + length;
    int slot = (int) ((both * 0x9E3779B97F4A7C15L) >>> WORD_SHIFT);
    Word known = WORDS[slot];
    if (known == null || !Arrays.equals(known.bytes, 0, known.bytes.length, json, from, to)) {
      known = new Word(Arrays.copyOfRange(json, from, to), text(from, to, false));
      WORDS[slot] = known;
    }
    return known.text;
  }

  Moment moment() throws NotPlain {
    int from = openString();
    boolean _ = passString();
    return Moment.parse(json, from, at - 1);
  }

  /** Passes a null, if one is next. */
  boolean isNull() throws NotPlain {
    if (peek() != 'n') {
      return false;
    }
    literal("null");
    return true;
  }

  boolean flag() throws NotPlain {
    if (peek() == 't') {
      literal("true");
      return true;
    }
    literal("false");
    return false;
  }

  private void literal(String word) throws NotPlain {
    peek();
    if (at + word.length() > json.length || !isAt(at, word)) {
      throw new NotPlain();
    }
    at += word.length();
  }

  /** A number as it is written. */
  String number() throws NotPlain {
    peek();
    int from = at;
    passNumber();
    return text(from, at, false);
  }

  /** Passes over a value of any kind. */
  void skip() throws NotPlain {
    skip(0);
  }

  void expectEnd() throws NotPlain {
    while (at < json.length) {
      if (!isSpace(json[at++])) {
        throw new NotPlain();
      }
    }
  }

  private void skip(int depth) throws NotPlain {
    if (depth > DEEPEST) {
      throw new NotPlain();
    }
    switch (peek()) {
      case '"' -> string();
      case 't', 'f' -> flag();
      case 'n' -> isNull();
      case '{' -> {
        boolean more = object();
        while (more) {
          string();
          expect(':');
          skip(depth + 1);
          more = more('}');
        }
      }
      case '[' -> {
        boolean more = array();
        while (more) {
          skip(depth + 1);
          more = more(']');
        }
      }
      default -> number();
    }
  }

  private void expect(char wanted) throws NotPlain {
    if (peek() != wanted) {
      throw new NotPlain();
    }
    at++;
  }

  private boolean passes(char wanted) throws NotPlain {
    if (peek() != wanted) {
      return false;
    }
    at++;
    return true;
  }

  private int openString() throws NotPlain {
    expect('"');
    return at;
  }

  /** From behind the quote that opens to behind the one that closes; whether not all is ASCII. */
  private boolean passString() throws NotPlain {
    boolean isWide = false;
    int here = at;
    while (true) {
      here = passPlain(here);
      if (here == json.length || json[here] == '\\' || (json[here] >= 0 && json[here] < ' ')) {
        throw new NotPlain();
      }
      if (json[here] == '"') {
        at = here + 1;
        return isWide;
      }
      isWide = true;
      here++;
    }
  }

  /** The first byte that is none of printing ASCII, or is a quote or a backslash. */
  private int passPlain(int from) {
    int here = from;
    for (; here + 8 <= json.length; here += 8) {
      // Eight bytes at once: of each, the highest bit of what is left tells whether it is special.
      long eight = (long) EIGHT_BYTES.get(json, here);
      long quote = eight ^ (ONES * '"');
      long backslash = eight ^ (ONES * '\\');
      long special =
          ((quote - ONES) | (backslash - ONES) | (eight - ONES * ' ') | eight) & HIGHEST_BITS;
      if (special != 0) {
        // The lowest is right; those above it may be disturbed by the carry.
        return here + Long.numberOfTrailingZeros(special) / 8;
      }
    }
    while (here < json.length && json[here] >= ' ' && json[here] != '"' && json[here] != '\\') {
      here++;
    }
    return here;
  }

  private void passNumber() throws NotPlain {
    if (json[at] == '-') {
      at++;
    }
    if (at < json.length && json[at] == '0') {
      at++;
    } else {
      passDigits();
    }
    if (at < json.length && json[at] == '.') {
      at++;
      passDigits();
    }
    if (at < json.length && (json[at] == 'e' || json[at] == 'E')) {
      at++;
      if (at < json.length && (json[at] == '+' || json[at] == '-')) {
        at++;
      }
      passDigits();
    }
  }

  private void passDigits() throws NotPlain {
    int from = at;
    while (at < json.length && json[at] >= '0' && json[at] <= '9') {
      at++;
    }
    if (at == from || at - from > LONGEST_NUMBER) {
      throw new NotPlain();
    }
  }

  private String text(int from, int to, boolean isWide) throws NotPlain {
    if (to - from > LONGEST_STRING) {
      throw new NotPlain();
    }
    if (!isWide) {
      return new String(json, from, to - from, StandardCharsets.ISO_8859_1);
    }
    String text = new String(json, from, to - from, StandardCharsets.UTF_8);
    if (text.indexOf(UNDECODABLE) >= 0) {
      throw new NotPlain();
    }
    return text;
  }

  private boolean isAt(int from, String word) {
    for (int i = 0; i < word.length(); i++) {
      if (json[from + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}
