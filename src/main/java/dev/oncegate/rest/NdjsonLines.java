package dev.oncegate.rest;

import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/** The lines of a stream, one at a time, in as much memory as the longest line may take. */
final class NdjsonLines {
  static final int MAX_LINE_BYTES = 64 * 1024;

  /** How fast a stream must be at least, after a time in which it may be of any speed. */
  static final int BYTES_PER_SECOND = 1024;

  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final InputStream stream;
  private final LongSupplier clock;
  private final byte[] buffer = new byte[2 * MAX_LINE_BYTES];
  // What was read and not yet given away, and the current line within it.
  private int start;
  private int end;
  private int lineStart;
  private int lineEnd;
  private long number;
  private long bytesRead;
  private long waitedNanos;

  NdjsonLines(InputStream stream) {
    this(stream, System::nanoTime);
  }

  /**
   * Lines of a stream.
   *
   * @param clock says nanoseconds
   */
  NdjsonLines(InputStream stream, LongSupplier clock) {
    this.stream = stream;
    this.clock = clock;
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
      int read = read();
      if (read < 0) {
        return end > 0 && take(end, end);
      }
      end += read;
    }
  }

  /** Only the time counts that was spent on waiting for the stream. */
  private int read() throws IOException {
    long start = clock.getAsLong();
    int read = stream.read(buffer, end, buffer.length - end);
    waitedNanos += clock.getAsLong() - start;
    bytesRead += Math.max(0, read);
    Duration allowed = PATIENCE.plusSeconds(bytesRead / BYTES_PER_SECOND);
    if (read >= 0 && waitedNanos > allowed.toNanos()) {
      throw new ProblemException(
          Problem.of(
              Response.Status.REQUEST_TIMEOUT,
              "the stream was slower than "
                  + BYTES_PER_SECOND
                  + " bytes a second; lines before line "
                  + (number + 1)
                  + " may be loaded, and can be sent again"));
    }
    return read;
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
