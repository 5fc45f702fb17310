package dev.oncegate.json;

import dev.oncegate.core.update.Moment;
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

  /** A word that came before; the same object, should it come again. */
  private static final class Word {
    final long head;
    final long tail;
    final byte[] bytes;
    final String text;

    Word(long head, long tail, byte[] bytes, String text) {
      this.head = head;
      this.tail = tail;
      this.bytes = bytes;
      this.text = text;
    }

    boolean is(long itsHead, long itsTail, byte[] json, int from, int to) {
      int length = to - from;
      return head == itsHead
          && tail == itsTail
          && bytes.length == length
          && (length <= 16 || Arrays.equals(bytes, 8, length - 8, json, from + 8, to - 8));
    }
  }

  // Found by their bytes. Threads share them without a lock, since a word that is missed, or that
  // another one took the place of, is just made again.
  private static final int LONGEST_WORD = 32;
  private static final int WORD_SHIFT = 64 - 10;
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;
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
    // Nearly always there is no space.
    if (at >= json.length || json[at] <= ' ') {
      passSpace();
    }
    return json[at];
  }

  private void passSpace() throws NotPlain {
    while (at < json.length && isSpace(json[at])) {
      at++;
    }
    if (at == json.length) {
      throw new NotPlain();
    }
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
    long first = PlainText.eight(json, from);
    long head = length < 8 ? first << (64 - 8 * length) : first;
    long tail = length < 8 ? 0 : PlainText.eight(json, to - 8);
    int slot = (int) (((head + 31 * tail + length) * SPREAD) >>> WORD_SHIFT);
    Word known = WORDS[slot];
    if (known == null || !known.is(head, tail, json, from, to)) {
      known = new Word(head, tail, Arrays.copyOfRange(json, from, to), text(from, to, false));
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
      case '"' -> skipString();
      case 't', 'f' -> flag();
      case 'n' -> isNull();
      case '{' -> {
        boolean more = object();
        while (more) {
          skipString();
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

  private void skipString() throws NotPlain {
    int from = openString();
    if (passString() || at - from > LONGEST_STRING) {
      String _ = text(from, at - 1, true);
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
      here = PlainText.end(json, here);
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
