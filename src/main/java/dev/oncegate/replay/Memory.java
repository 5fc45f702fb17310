package dev.oncegate.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Zeroed memory for what grows with the number of profiles: on the heap while it is small, in a
 * temporary file that the system pages in and out where it is large.
 */
final class Memory {
  /** Names the most bytes that one piece takes of the heap. */
  static final String LARGEST_ON_HEAP = "oncegate.history.largest-on-heap";

  private static final long LARGEST_ON_HEAP_BY_DEFAULT = 16L << 20;

  static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  private Memory() {}

  static MemorySegment longs(long count) {
    long bytes = count * Long.BYTES;
    return bytes <= Long.getLong(LARGEST_ON_HEAP, LARGEST_ON_HEAP_BY_DEFAULT)
        ? MemorySegment.ofArray(new long[(int) count])
        : inTemporaryFile(bytes);
  }

  private static MemorySegment inTemporaryFile(long bytes) {
    try {
      Path file = Files.createTempFile("oncegate-history-", ".tmp");
      // The mapping outlives the file's name and its channel, and ends when nothing points to it.
      try (FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE)) {
        return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, Arena.ofAuto());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no room for " + bytes + " bytes of history in " + System.getProperty("java.io.tmpdir"),
          e);
    }
  }
}
