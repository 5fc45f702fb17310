package dev.oncegate.replay;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lines of a text as bytes, without their ends, LF or CRLF, and without a byte order mark. */
final class NumberedLines implements Closeable {
  /** Bytes of one line: twice those of the largest message, which may stand there in Base64. */
  static final int LINE_BYTES = 64 << 20;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int end;
  private long number;

  NumberedLines(InputStream in) {
    this.in = in;
  }

  /** The next line, or null after the last. */
  byte @Nullable [] next() throws IOException {
    byte[] line = read();
    if (line == null) {
      return null;
    }
    number++;
    int from = number == 1 && startsWithMark(line) ? 3 : 0;
    int to = line.length > from && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
    return from == 0 && to == line.length ? line : Arrays.copyOfRange(line, from, to);
  }

  /** The number of the line that was read last, from 1. */
  long number() {
    return number;
  }

  private byte @Nullable [] read() throws IOException {
    ByteArrayOutputStream longLine = null;
    while (true) {
      for (int i = at; i < end; i++) {
        if (buffer[i] == '\n') {
          byte[] line = join(longLine, i);
          at = i + 1;
          return line;
        }
      }
      if (end > at) {
        longLine = longLine == null ? new ByteArrayOutputStream(2 * buffer.length) : longLine;
        requireFits(longLine.size() + end - at);
        longLine.write(buffer, at, end - at);
      }
      at = 0;
      end = Math.max(0, in.read(buffer));
      if (end == 0) {
        return longLine == null ? null : longLine.toByteArray();
      }
    }
  }

  private byte[] join(@Nullable ByteArrayOutputStream begun, int lineEnd) {
    if (begun == null) {
      return Arrays.copyOfRange(buffer, at, lineEnd);
    }
    begun.write(buffer, at, lineEnd - at);
    return begun.toByteArray();
  }

  /** Keeps a line that does not end from filling the memory. */
  static void requireFits(long bytes) throws IOException {
    if (bytes > LINE_BYTES) {
      throw new IOException(
          "a line is longer than " + (LINE_BYTES >> 20) + " MB, as no message is");
    }
  }

  private static boolean startsWithMark(byte[] line) {
    return line.length >= 3
        && line[0] == (byte) 0xEF
        && line[1] == (byte) 0xBB
        && line[2] == (byte) 0xBF;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
