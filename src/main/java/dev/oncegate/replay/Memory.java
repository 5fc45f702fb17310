package dev.oncegate.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Zeroed memory for what grows with the number of profiles: on the heap while it is small, in a
 * temporary file that the system pages in and out where it is large. Read and written as longs or
 * as bytes. Made of byte buffers, since not every builder of native executables has the
 * foreign-memory API.
 */
final class Memory {
  /** Names the most bytes that one piece takes of the heap. */
  static final String LARGEST_ON_HEAP = "oncegate.history.largest-on-heap";

  private static final long LARGEST_ON_HEAP_BY_DEFAULT = 16L << 20;

  // A buffer holds less than 2 GB; a power of two finds the part by shifting.
  private static final int PART_SHIFT = 30;
  private static final long PART_BYTES = 1L << PART_SHIFT;
  private static final long PART_MASK = PART_BYTES - 1;

  private final ByteBuffer[] parts;
  private final long byteSize;

  private Memory(ByteBuffer[] parts, long byteSize) {
    this.parts = parts;
    this.byteSize = byteSize;
    for (ByteBuffer part : parts) {
      part.order(ByteOrder.nativeOrder());
    }
  }

  static Memory longs(long count) {
    long bytes = count * Long.BYTES;
    boolean small =
        bytes <= Long.getLong(LARGEST_ON_HEAP, LARGEST_ON_HEAP_BY_DEFAULT) && bytes <= PART_BYTES;
    return new Memory(
        small ? new ByteBuffer[] {ByteBuffer.allocate((int) bytes)} : inTemporaryFile(bytes),
        bytes);
  }

  private static ByteBuffer[] inTemporaryFile(long bytes) {
    try {
      Path file = Files.createTempFile("oncegate-history-", ".tmp");
      // The mapping outlives the file's name and its channel, and ends when nothing points to it.
      try (FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE)) {
        var parts = new ByteBuffer[(int) ((bytes + PART_MASK) >>> PART_SHIFT)];
        for (int i = 0; i < parts.length; i++) {
          long from = i * PART_BYTES;
          long size = Math.min(PART_BYTES, bytes - from);
          parts[i] = channel.map(FileChannel.MapMode.READ_WRITE, from, size);
        }
        return parts;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no room for " + bytes + " bytes of history in " + System.getProperty("java.io.tmpdir"),
          e);
    }
  }

  long byteSize() {
    return byteSize;
  }

  long get(long index) {
    long at = index * Long.BYTES;
    return parts[(int) (at >>> PART_SHIFT)].getLong((int) (at & PART_MASK));
  }

  void set(long index, long number) {
    long at = index * Long.BYTES;
    parts[(int) (at >>> PART_SHIFT)].putLong((int) (at & PART_MASK), number);
  }

  /** Fills the bytes with those from a place on. */
  void readBytes(long from, byte[] bytes) {
    for (int done = 0; done < bytes.length; ) {
      ByteBuffer part = parts[(int) ((from + done) >>> PART_SHIFT)];
      int at = (int) ((from + done) & PART_MASK);
      int count = Math.min(bytes.length - done, part.capacity() - at);
      part.get(at, bytes, done, count);
      done += count;
    }
  }

  /** Puts the bytes from a place on. */
  void writeBytes(long from, byte[] bytes) {
    for (int done = 0; done < bytes.length; ) {
      ByteBuffer part = parts[(int) ((from + done) >>> PART_SHIFT)];
      int at = (int) ((from + done) & PART_MASK);
      int count = Math.min(bytes.length - done, part.capacity() - at);
      part.put(at, bytes, done, count);
      done += count;
    }
  }

  /** Whether the bytes from a place on are these. */
  boolean hasBytes(long from, byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      long at = from + i;
      if (parts[(int) (at >>> PART_SHIFT)].get((int) (at & PART_MASK)) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  /** Larger memory that begins with what this holds. */
  Memory grown(long longs) {
    Memory larger = longs(longs);
    for (int i = 0; i < parts.length; i++) {
      larger.parts[i].put(0, parts[i], 0, parts[i].capacity());
    }
    return larger;
  }
}
