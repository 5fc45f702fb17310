package dev.oncegate.rest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a stream, one at a time, in as much memory as the longest line may take. */
final class NdjsonLines {
  static final int MAX_LINE_BYTES = 64 * 1024;

  private final InputStream stream;
  private final byte[] buffer = new byte[2 * MAX_LINE_BYTES];
  // What was read and not yet given away, and the current line within it.
  private int start;
  private int end;
  private int lineStart;
  private int lineEnd;
  private long number;

  NdjsonLines(InputStream stream) {
    this.stream = stream;
  }

  /** Goes to the next line; false behind the last. */
  boolean next() throws IOException {
    int searched = start;
    while (true) {
      for (int i = searched; i < end; i++) {
        if (buffer[i] == '\n') {
          return take(i, i + 1);
        }
      }
      if (end - start > MAX_LINE_BYTES) {
        return take(end, end);
      }
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
      searched = end;
      int read = stream.read(buffer, end, buffer.length - end);
      if (read < 0) {
        return end > 0 && take(end, end);
      }
      end += read;
    }
  }

  /** The current line's number, counted from 1. */
  long number() {
    return number;
  }

  /** Whether there is more in the line than it may have; what is beyond is not part of it. */
  boolean isTooLong() {
    return lineEnd - lineStart > MAX_LINE_BYTES;
  }

  boolean isBlank() {
    for (int i = lineStart; i < lineEnd; i++) {
      if (buffer[i] != ' ' && buffer[i] != '\t' && buffer[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  byte[] bytes() {
    return Arrays.copyOfRange(buffer, lineStart, lineEnd);
  }

  private boolean take(int lineEnd, int next) {
    this.lineStart = start;
    this.lineEnd = lineEnd;
    this.start = next;
    number++;
    return true;
  }
}
