package dev.oncegate.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Builds one JSON text in UTF-8, compact, or a part of one. What goes out most often is written
 * with this: names are copied as the bytes that they are, and so is a part that several texts have.
 */
final class JsonBuffer {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");
  private static final byte[] NULL = ascii("null");

  /** A text as it was written before. */
  private static final class Word {
    final String text;
    final byte[] written;

    Word(String text) {
      this.text = text;
      this.written = new JsonBuffer().string(text).toBytes();
    }
  }

  // Threads share them without a lock, since a word that is missed, or that another one took the
  // place of, is just made again.
  private static final int LONGEST_WORD = 64;
  private static final int WORD_SHIFT = 32 - 10;
  private static final int SPREAD = 0x9E37_79B9;
  private static final @Nullable Word[] WORDS = new @Nullable Word[1 << 10];

  private static final int USUAL_SIZE = 2048;
  private static final int LARGEST_KEPT = 1 << 16;

  private byte[] bytes = new byte[USUAL_SIZE];
  private int length;
  private boolean isFirst = true;

  /** A field's name as it is written, made once. */
  static final class Name {
    private final byte[] written;

    Name(String name) {
      var json = new JsonBuffer();
      json.string(name);
      json.put(':');
      written = json.toBytes();
    }
  }

  /** Empties it for another text. */
  JsonBuffer clear() {
    if (bytes.length > LARGEST_KEPT) {
      bytes = new byte[USUAL_SIZE];
    }
    length = 0;
    isFirst = true;
    return this;
  }

  /** Makes room at once for so many bytes, and some behind them; else it is made bit by bit. */
  JsonBuffer reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more + USUAL_SIZE));
    }
    return this;
  }

  JsonBuffer object() {
    return open('{');
  }

  JsonBuffer endObject() {
    return close('}');
  }

  JsonBuffer array() {
    return open('[');
  }

  JsonBuffer endArray() {
    return close(']');
  }

  JsonBuffer name(Name name) {
    comma();
    raw(name.written, name.written.length);
    isFirst = true;
    return this;
  }

  JsonBuffer name(String name) {
    word(name);
    put(':');
    isFirst = true;
    return this;
  }

  /** Fields, or values of an array, that were written elsewhere; at least one. */
  JsonBuffer part(JsonBuffer part) {
    comma();
    return raw(part.bytes, part.length);
  }

  JsonBuffer string(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    comma();
    put('"');
    if (isPlain(utf8)) {
      raw(utf8, utf8.length);
    } else {
      escaped(utf8);
    }
    return put('"');
  }

  /** A string that other texts have too. */
  JsonBuffer word(String text) {
    int slot = (text.hashCode() * SPREAD) >>> WORD_SHIFT;
    Word known = WORDS[slot];
    if (known == null || !known.text.equals(text)) {
      if (text.length() > LONGEST_WORD) {
        return string(text);
      }
      known = new Word(text);
      WORDS[slot] = known;
    }
    comma();
    return raw(known.written, known.written.length);
  }

  JsonBuffer bool(boolean flag) {
    byte[] word = flag ? TRUE : FALSE;
    comma();
    return raw(word, word.length);
  }

  JsonBuffer nothing() {
    comma();
    return raw(NULL, NULL.length);
  }

  /** A number as JSON writes it. */
  JsonBuffer number(String literal) {
    comma();
    return raw(ascii(literal), literal.length());
  }

  /** All of it, without a line end. */
  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  private static boolean isPlain(byte[] utf8) {
    for (byte b : utf8) {
      if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
        return false;
      }
    }
    return true;
  }

  private void escaped(byte[] utf8) {
    for (byte b : utf8) {
      switch (b) {
        case '"', '\\' -> put('\\').put((char) b);
        case '\b' -> put('\\').put('b');
        case '\t' -> put('\\').put('t');
        case '\n' -> put('\\').put('n');
        case '\f' -> put('\\').put('f');
        case '\r' -> put('\\').put('r');
        default -> {
          if (b >= 0 && b < ' ') {
            put('\\').put('u');
            raw(ascii(HEX.toHexDigits((char) b)), 4);
          } else {
            put((char) b);
          }
        }
      }
    }
  }

  private JsonBuffer open(char bracket) {
    comma();
    put(bracket);
    isFirst = true;
    return this;
  }

  private JsonBuffer close(char bracket) {
    put(bracket);
    isFirst = false;
    return this;
  }

  /** Between two values of an array, or two fields; none behind a bracket or a name. */
  private void comma() {
    if (!isFirst) {
      put(',');
    }
    isFirst = false;
  }

  private JsonBuffer put(char c) {
    reserve(1);
    bytes[length++] = (byte) c;
    return this;
  }

  private JsonBuffer raw(byte[] written, int count) {
    reserve(count);
    System.arraycopy(written, 0, bytes, length, count);
    length += count;
    return this;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
