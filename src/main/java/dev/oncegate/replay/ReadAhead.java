package dev.oncegate.replay;

import dev.oncegate.core.update.ProfileUpdate;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A recording that a thread of its own reads and decodes ahead, so that decoding and deciding each
 * have a core. Bounded, so that a fast reader does not fill the memory.
 */
public final class ReadAhead implements Closeable {
  private static final int BATCH = 256;

  /** Bytes of lines after which a batch ends before it is full. */
  private static final int BATCH_BYTES = 4 << 20;

  private static final int BATCHES_AHEAD = 8;

  /** Updates in order, and the failure behind them if there is one. */
  private record ReadBatch(
      List<ProfileUpdate> updates, boolean isLast, @Nullable Exception failure) {}

  private final BlockingQueue<ReadBatch> read = new ArrayBlockingQueue<>(BATCHES_AHEAD);
  private final Recording recording;
  private final Thread reader;
  private ReadBatch current = new ReadBatch(List.of(), false, null);
  private int at;
  private boolean last;

  /** Begins to read; closing this closes the recording. */
  public ReadAhead(Recording recording) {
    this.recording = recording;
    this.reader = Thread.ofPlatform().name("recording-reader").daemon().start(this::readAll);
  }

  /**
   * The next update, or null after the last.
   *
   * @throws InvalidRecordingException when the updates before the bad one have been handed out
   */
  public @Nullable ProfileUpdate next() throws InvalidRecordingException {
    while (at == current.updates().size()) {
      if (current.failure() instanceof InvalidRecordingException bad) {
        throw bad;
      }
      if (current.failure() != null) {
        throw new IllegalStateException("reading a recording broke", current.failure());
      }
      if (last) {
        return null;
      }
      current = take();
      last = current.isLast();
      at = 0;
    }
    return current.updates().get(at++);
  }

  private ReadBatch take() {
    try {
      return read.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the recording", e);
    }
  }

  private void readAll() {
    try {
      ReadBatch batch;
      do {
        batch = readBatch();
        read.put(batch);
      } while (!batch.isLast());
    } catch (InterruptedException _) {
      // Closed: nobody waits for more.
      Thread.currentThread().interrupt();
    }
  }

  private ReadBatch readBatch() {
    var updates = new ArrayList<ProfileUpdate>(BATCH);
    long bytes = 0;
    try {
      while (updates.size() < BATCH && bytes < BATCH_BYTES) {
        ProfileUpdate update = recording.next();
        if (update == null) {
          return new ReadBatch(updates, true, null);
        }
        updates.add(update);
        bytes += recording.lineBytes();
      }
      return new ReadBatch(updates, false, null);
    } catch (InvalidRecordingException | RuntimeException e) {
      return new ReadBatch(updates, true, e);
    }
  }

  @Override
  public void close() throws IOException {
    reader.interrupt();
    try {
      reader.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    recording.close();
  }
}
