package dev.oncegate.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;

/**
 * A map that grows with the number of profiles: in memory while it is small, in a temporary file
 * where it is large. The file has no name any more as soon as it is open, so that nothing is left
 * behind however the process ends.
 */
final class SpillingMap<V extends SpillingMap.Storable> {
  /**
   * The system property that says how many bytes of the heap a map takes, about; beyond it, how
   * many its file's cache does.
   */
  static final String LARGEST_ON_HEAP = "oncegate.history.largest-on-heap";

  /** Unless it says so, each map may take this part of the heap; a backtest has four of them. */
  private static final int PART_OF_THE_HEAP = 16;

  /** What a hash map takes for an entry besides key and value. */
  private static final int ENTRY_BYTES = 48;

  /** After how many writes a file is compacted that holds more of the past than of the present. */
  private static final int COMPACTED_EVERY = 100_000;

  private static final int FULL_ENOUGH_PERCENT = 50;

  private static final StringDataType KEY_TYPE = StringDataType.INSTANCE;

  /** A value that can be written to the file. */
  interface Storable {
    void write(WriteBuffer out);

    /** About how many bytes it takes of the heap. */
    int memory();
  }

  private final ValueType<V> type;
  private final long largestOnHeap;
  private Map<String, V> entries = new HashMap<>();
  private long bytesOnHeap;
  // Null while all is on the heap.
  private @Nullable MVStore store;
  private long writes;

  /**
   * An empty map.
   *
   * @param reader reads what a value has written
   */
  SpillingMap(Function<ByteBuffer, V> reader) {
    this.type = new ValueType<>(reader);
    this.largestOnHeap =
        Long.getLong(LARGEST_ON_HEAP, Runtime.getRuntime().maxMemory() / PART_OF_THE_HEAP);
  }

  @Nullable V get(String key) {
    try {
      return entries.get(key);
    } catch (MVStoreException e) {
      throw unusable(e);
    }
  }

  void put(String key, V value) {
    try {
      boolean isNew = entries.put(key, value) == null;
      if (store != null) {
        compactNowAndThen(store);
      } else if (isNew) {
        bytesOnHeap += ENTRY_BYTES + KEY_TYPE.getMemory(key) + value.memory();
        if (bytesOnHeap > largestOnHeap) {
          moveToFile();
        }
      }
    } catch (MVStoreException e) {
      throw unusable(e);
    }
  }

  /** Visits every entry, in no particular order. */
  void forEach(BiConsumer<String, V> visitor) {
    try {
      entries.forEach(visitor);
    } catch (MVStoreException e) {
      throw unusable(e);
    }
  }

  private void compactNowAndThen(MVStore opened) {
    writes++;
    if (writes % COMPACTED_EVERY == 0) {
      opened.compact(FULL_ENOUGH_PERCENT, kilobytesToWrite() << 10);
    }
  }

  private void moveToFile() {
    MVStore opened = openFile();
    Map<String, V> stored =
        opened.openMap("entries", new MVMap.Builder<String, V>().keyType(KEY_TYPE).valueType(type));
    stored.putAll(entries);
    entries = stored;
    store = opened;
  }

  private MVStore openFile() {
    try {
      Path file = Files.createTempFile(directory(), "oncegate-history-", ".tmp");
      // The cache takes the place of the map. The store has no thread of its own, which would free
      // parts of the file while they are read.
      MVStore opened =
          new MVStore.Builder()
              .fileName(file.toString())
              .cacheSize((int) Math.max(1, largestOnHeap >> 20))
              .autoCommitBufferSize(kilobytesToWrite())
              .autoCommitDisabled()
              .open();
      Files.delete(file);
      // Nobody reads what the map held before, so its place in the file is free at once.
      opened.setVersionsToKeep(0);
      opened.setRetentionTime(0);
      return opened;
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** How much may wait to be written: half as much as the map takes. */
  private int kilobytesToWrite() {
    return Math.clamp(largestOnHeap >> 11, 1 << 10, 1 << 18);
  }

  private static Path directory() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  private static UncheckedIOException unusable(MVStoreException e) {
    return unusable(e.getCause() instanceof IOException cause ? cause : new IOException(e));
  }

  private static UncheckedIOException unusable(IOException e) {
    IOException sentence = OutputFile.cannotBeWritten(directory(), e);
    return new UncheckedIOException(
        "the history is too large for memory, and " + sentence.getMessage(), sentence);
  }

  private static final class ValueType<V extends Storable> extends BasicDataType<V> {
    private final Function<ByteBuffer, V> reader;

    ValueType(Function<ByteBuffer, V> reader) {
      this.reader = reader;
    }

    @Override
    public int getMemory(V value) {
      return value.memory();
    }

    @Override
    public void write(WriteBuffer out, V value) {
      value.write(out);
    }

    @Override
    public V read(ByteBuffer in) {
      return reader.apply(in);
    }

    @Override
    @SuppressWarnings("unchecked") // Only this type's own reads and writes see the array.
    public V[] createStorage(int size) {
      return (V[]) new Storable[size];
    }
  }
}
