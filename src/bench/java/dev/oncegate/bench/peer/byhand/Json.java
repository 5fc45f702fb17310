package dev.oncegate.bench.peer.byhand;

import java.nio.charset.StandardCharsets;

/**
 * Steps through the JSON at the beginning of a sink. Texts are stretches of it as they stand; one
 * that has escapes is written anew behind the message. Bytes beyond ASCII are taken as they are.
 */
final class Json {
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");
  private static final byte[] NULL = ascii("null");

  private final ByteSink texts;
  private byte[] in = {};
  private int at;
  private int end;
  private boolean plain;

  Json(ByteSink texts) {
    this.texts = texts;
  }

  /** Begins with the message, which is all that the sink holds. */
  void begin() {
    in = texts.array();
    at = 0;
    end = texts.length();
    plain = true;
  }

  /** Whether JSON writes all texts so far as they are. */
  boolean isPlain() {
    return plain;
  }

  /** Steps into an object or array; whether there is anything in it. */
  boolean enter(char open, char close) {
    expect(peek() == open);
    at++;
    if (peek() != close) {
      return true;
    }
    at++;
    return false;
  }

  /** Steps behind a value; whether there is another before the object or array ends. */
  boolean more(char close) {
    int next = peek();
    at++;
    expect(next == ',' || next == close);
    return next == ',';
  }

  /** Steps behind a field's name. */
  Field field() {
    long name = string();
    expect(peek() == ':');
    at++;
    return Field.of(in, ByteSink.from(name), ByteSink.to(name));
  }

  /** Steps behind a string. */
  long string() {
    expect(peek() == '"');
    int from = ++at;
    byte[] bytes = in;
    for (int i = from; i < end; i++) {
      byte b = bytes[i];
      if (b == '"') {
        at = i + 1;
        return (long) from << 32 | i;
      }
      if (b == '\\') {
        return escaped(from, i);
      }
      expect(b >= ' ' || b < 0);
    }
    throw wrong();
  }

  private long escaped(int from, int firstBackslash) {
    int start = texts.length();
    at = firstBackslash;
    var text = new StringBuilder();
    text.append(new String(in, from, at - from, StandardCharsets.UTF_8));
    while (byteHere() != '"') {
      if (in[at] == '\\') {
        at++;
        text.append(escape());
      } else {
        int run = at;
        while (byteHere() != '"' && in[at] != '\\') {
          at++;
        }
        text.append(new String(in, run, at - run, StandardCharsets.UTF_8));
      }
    }
    at++;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      plain &= c >= ' ' && c != '"' && c != '\\';
    }
    texts.add(text.toString().getBytes(StandardCharsets.UTF_8));
    in = texts.array();
    return texts.since(start);
  }

  private char escape() {
    int letter = byteHere();
    at++;
    return switch (letter) {
      case '"', '\\', '/' -> (char) letter;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        expect(at + 4 <= end);
        String digits = new String(in, at, 4, StandardCharsets.ISO_8859_1);
        at += 4;
        yield (char) Integer.parseInt(digits, 16);
      }
      default -> throw wrong();
    };
  }

  /** Steps behind {@code true}, {@code false}, {@code null} or a number. */
  long scalar() {
    int first = peek();
    int from = at;
    while (at < end && isOfScalar(in[at])) {
      at++;
    }
    long scalar = (long) from << 32 | at;
    boolean number = first == '-' || (first >= '0' && first <= '9');
    expect(number || isTrue(scalar) || isNull(scalar) || texts.equals(scalar, FALSE));
    return scalar;
  }

  boolean isTrue(long scalar) {
    return texts.equals(scalar, TRUE);
  }

  boolean isNull(long scalar) {
    return texts.equals(scalar, NULL);
  }

  /** Steps behind any value. */
  void skip() {
    switch (peek()) {
      case '"' -> string();
      case '{' -> {
        for (boolean more = enter('{', '}'); more; more = more('}')) {
          field();
          skip();
        }
      }
      case '[' -> {
        for (boolean more = enter('[', ']'); more; more = more(']')) {
          skip();
        }
      }
      default -> scalar();
    }
  }

  /** The next byte that is not white space; it stays the next. */
  int peek() {
    while (true) {
      int b = byteHere();
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return b;
      }
      at++;
    }
  }

  private int byteHere() {
    expect(at < end);
    return in[at];
  }

  private static boolean isOfScalar(byte b) {
    return (b >= '0' && b <= '9')
        || (b >= 'a' && b <= 'z')
        || b == '.'
        || b == '-'
        || b == '+'
        || b == 'E';
  }

  private void expect(boolean held) {
    if (!held) {
      throw wrong();
    }
  }

  private IllegalArgumentException wrong() {
    return new IllegalArgumentException("not JSON at byte " + at);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
