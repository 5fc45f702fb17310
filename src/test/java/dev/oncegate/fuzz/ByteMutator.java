package dev.oncegate.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes an input of a sample: bytes and whole values of it are changed, moved or repeated. */
public final class ByteMutator {
  private static final int MOST_CHANGES = 6;
  private static final int LONGEST_RANGE = 64;
  private static final int MOST_REPEATS = 2_000;

  // Where a value or an element of the formats that are read may begin.
  private static final String BEGINNINGS = "{[\"<-0123456789tfn";

  private final List<byte[]> samples;
  private final List<byte[]> tokens = new ArrayList<>();
  private final int longest;

  /**
   * Mutations of these samples.
   *
   * @param tokens what readers are known to stumble over
   * @param longest bytes of an input
   */
  public ByteMutator(List<byte[]> samples, List<String> tokens, int longest) {
    this.samples = List.copyOf(samples);
    for (String token : tokens) {
      this.tokens.add(token.getBytes(StandardCharsets.UTF_8));
    }
    for (byte[] odd : ODD_BYTES) {
      this.tokens.add(odd);
    }
    this.longest = longest;
  }

  // No UTF-8: cut, overlong, a lone surrogate, beyond Unicode; byte order marks of three encodings.
  private static final byte[][] ODD_BYTES = {
    {(byte) 0xC3},
    {(byte) 0xC0, (byte) 0x80},
    {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
    {(byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
    {(byte) 0xFF, (byte) 0xFE},
    {(byte) 0xFE, (byte) 0xFF},
    {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF},
    {0},
    {0, 0, (byte) 0xFE, (byte) 0xFF}
  };

  /** The next input; the same for the same state of the random numbers. */
  public byte[] next(Random random) {
    return mutate(any(samples, random), random);
  }

  /** The sample with some changes. */
  public byte[] mutate(byte[] sample, Random random) {
    byte[] input = sample;
    int changes = 1 + random.nextInt(MOST_CHANGES);
    for (int i = 0; i < changes; i++) {
      input = change(input, random);
      if (input.length > longest) {
        input = Arrays.copyOf(input, longest);
      }
    }
    return input;
  }

  private byte[] change(byte[] in, Random random) {
    int at = random.nextInt(in.length + 1);
    int end = Math.min(in.length, at + 1 + random.nextInt(LONGEST_RANGE));
    int value = valueNear(in, at);
    int valueEnd = endOf(in, value);
    return switch (random.nextInt(14)) {
      case 0 -> flipped(in, at, random);
      case 1 -> spliced(in, at, at, new byte[] {(byte) random.nextInt(256)});
      case 2 -> spliced(in, at, end, new byte[0]);
      case 3 -> spliced(in, at, at, Arrays.copyOfRange(in, at, end));
      case 4 -> spliced(in, at, at, any(tokens, random));
      case 5 -> spliced(in, at, end, any(tokens, random));
      case 6 -> spliced(in, value, valueEnd, any(tokens, random));
      case 7 -> spliced(in, value, valueEnd, new byte[0]);
      case 8 -> spliced(in, valueEnd, valueEnd, Arrays.copyOfRange(in, value, valueEnd));
      case 9 -> spliced(in, value, valueEnd, valueOf(any(samples, random), random));
      case 10 -> nested(in, value, valueEnd, random);
      case 11 -> spliced(in, at, at, repeated(any(tokens, random), random));
      case 12 -> Arrays.copyOf(in, at);
      default -> crossed(in, any(samples, random), random);
    };
  }

  private static byte[] any(List<byte[]> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }

  private static byte[] flipped(byte[] in, int at, Random random) {
    byte[] out = in.clone();
    if (at < out.length) {
      out[at] ^= (byte) (1 << random.nextInt(8));
    }
    return out;
  }

  private static byte[] spliced(byte[] in, int from, int to, byte[] with) {
    byte[] out = new byte[in.length - (to - from) + with.length];
    System.arraycopy(in, 0, out, 0, from);
    System.arraycopy(with, 0, out, from, with.length);
    System.arraycopy(in, to, out, from + with.length, in.length - to);
    return out;
  }

  private static byte[] repeated(byte[] token, Random random) {
    int times = 1 + (1 << random.nextInt(Integer.numberOfTrailingZeros(2_048)));
    var out = new ByteArrayOutputStream();
    for (int i = 0; i < Math.min(times, MOST_REPEATS); i++) {
      out.writeBytes(token);
    }
    return out.toByteArray();
  }

  /** The value within many arrays or objects. */
  private static byte[] nested(byte[] in, int from, int to, Random random) {
    int depth = 1 << random.nextInt(11);
    boolean arrays = random.nextBoolean();
    var out = new ByteArrayOutputStream();
    out.writeBytes((arrays ? "[" : "{\"a\":").repeat(depth).getBytes(StandardCharsets.UTF_8));
    out.write(in, from, to - from);
    out.writeBytes((arrays ? "]" : "}").repeat(depth).getBytes(StandardCharsets.UTF_8));
    return spliced(in, from, to, out.toByteArray());
  }

  private static byte[] crossed(byte[] in, byte[] other, Random random) {
    int to = random.nextInt(in.length + 1);
    int from = random.nextInt(other.length + 1);
    return spliced(Arrays.copyOf(in, to), to, to, Arrays.copyOfRange(other, from, other.length));
  }

  private static byte[] valueOf(byte[] sample, Random random) {
    int value = valueNear(sample, random.nextInt(sample.length + 1));
    return Arrays.copyOfRange(sample, value, endOf(sample, value));
  }

  /** Where the next value or element begins. */
  private static int valueNear(byte[] in, int at) {
    int value = at;
    while (value < in.length && BEGINNINGS.indexOf(in[value]) < 0) {
      value++;
    }
    return value;
  }

  /** Where it ends, as far as brackets, quotes and commas tell. */
  private static int endOf(byte[] in, int from) {
    if (from >= in.length) {
      return in.length;
    }
    if (in[from] == '<') {
      int end = from + 1;
      while (end < in.length && in[end] != '>') {
        end++;
      }
      return Math.min(in.length, end + 1);
    }
    int depth = 0;
    boolean quoted = false;
    for (int i = from; i < in.length; i++) {
      byte b = in[i];
      if (quoted) {
        i += b == '\\' ? 1 : 0;
        quoted = b != '"';
        if (!quoted && depth == 0) {
          return Math.min(in.length, i + 1);
        }
      } else if (b == '"') {
        quoted = true;
      } else if (b == '{' || b == '[') {
        depth++;
      } else if (b == '}' || b == ']' || b == ',') {
        if (depth == 0) {
          return i;
        }
        depth -= b == ',' ? 0 : 1;
        if (depth == 0 && b != ',') {
          return i + 1;
        }
      }
    }
    return in.length;
  }
}
