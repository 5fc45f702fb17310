package dev.oncegate.replay;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a file that may end anywhere, since the program that wrote it was killed. */
final class WholeLines implements Closeable {
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int end;
  private long bytes;
  private boolean torn;

  WholeLines(InputStream in) {
    this.in = in;
  }

  /** The next line without its end, or null where no whole line follows. */
  byte @Nullable [] next() throws IOException {
    var line = new ByteArrayOutputStream(1 << 10);
    while (true) {
      for (int i = at; i < end; i++) {
        if (buffer[i] == '\n') {
          line.write(buffer, at, i - at);
          at = i + 1;
          bytes += line.size() + 1L;
          return line.toByteArray();
        }
      }
      NumberedLines.requireFits((long) line.size() + end - at);
      line.write(buffer, at, end - at);
      at = 0;
      end = 0;
      if (torn || !fill()) {
        torn |= line.size() > 0;
        return null;
      }
    }
  }

  private boolean fill() throws IOException {
    try {
      end = Math.max(0, in.read(buffer));
      return end > 0;
    } catch (IOException e) {
      if (!CompressedFiles.isDamage(e)) {
        throw e;
      }
      torn = true;
      return false;
    }
  }

  /** How many bytes the lines had, with their ends. */
  long bytes() {
    return bytes;
  }

  /** Whether something follows the last whole line. */
  boolean isTorn() {
    return torn;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
