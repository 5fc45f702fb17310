package dev.oncegate.replay;

import dev.oncegate.codec.MessageOrigin;
import dev.oncegate.codec.RecordedMessage;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * A recording while it is written. Unlike an {@link OutputFile} it is there from its first line on,
 * since it may be written for days; what an end in the middle of a line left is taken away when it
 * is resumed. Compressed by zstd if the name ends in {@code .zst}; {@code -} is the standard
 * output.
 */
public final class RecordingFile implements Closeable {
  private static final Path STANDARD_OUTPUT = Path.of("-");
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final Map<Integer, Long> nextOffsets = new HashMap<>();
  private boolean torn;
  // Of an existing file that is torn: how much of it is whole lines.
  private long wholeBytes;
  private OutputStream out = OutputStream.nullOutputStream();

  private RecordingFile(Path file) {
    this.file = file;
  }

  /**
   * A new recording; nothing is written before {@link #begin}.
   *
   * @throws InvalidRecordingException if there is a file already
   */
  public static RecordingFile create(Path file) throws InvalidRecordingException {
    if (Files.isDirectory(file)) {
      throw new InvalidRecordingException(file, "is a directory, cannot write a recording there");
    }
    if (Files.isRegularFile(file)) {
      throw new InvalidRecordingException(
          file, "is there already; --resume goes on with it, otherwise remove it or name another");
    }
    return new RecordingFile(file);
  }

  /**
   * A recording that goes on where a file ends, or a new one where there is none.
   *
   * @param topic of which it must be
   * @throws InvalidRecordingException if the file is anything else
   */
  public static RecordingFile resume(Path file, String topic) throws InvalidRecordingException {
    if (!Files.exists(file) || Files.isDirectory(file)) {
      return create(file);
    }
    var recording = new RecordingFile(file);
    recording.scan(topic);
    return recording;
  }

  /** By partition, the offset after the last one that the file has. */
  public Map<Integer, Long> nextOffsets() {
    return Map.copyOf(nextOffsets);
  }

  private void scan(String topic) throws InvalidRecordingException {
    try (var lines = new WholeLines(CompressedFiles.read(file))) {
      long number = 0;
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        heed(line, ++number, topic);
      }
      torn = lines.isTorn();
      wholeBytes = lines.bytes();
    } catch (IOException e) {
      throw new InvalidRecordingException(file, "cannot be read: " + e.getMessage());
    }
  }

  private void heed(byte[] line, long number, String topic) throws InvalidRecordingException {
    MessageOrigin place = RecordedMessage.placeOf(line);
    if (place == null) {
      throw new InvalidRecordingException(
          file, number, "is no recorded message, so that it cannot be resumed");
    }
    if (!place.topic().equals(topic)) {
      throw new InvalidRecordingException(
          file, number, "is of the topic " + place.topic() + ", not " + topic);
    }
    nextOffsets.merge(place.partition(), place.offset() + 1, Math::max);
  }

  /** Takes away what is torn, and opens the file to write. */
  public void begin() throws IOException {
    if (file.equals(STANDARD_OUTPUT)) {
      out = new BufferedOutputStream(System.out, BUFFER_BYTES);
      return;
    }
    try {
      if (torn) {
        mend();
      }
      out = writing(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw OutputFile.cannotBeWritten(file, e);
    }
  }

  private void mend() throws IOException {
    if (!CompressedFiles.isCompressed(file)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(wholeBytes);
      }
      return;
    }
    // Where in the file the last whole line ends, only its decompression says.
    Path mended = file.resolveSibling("." + file.getFileName() + ".mended");
    try (InputStream in = CompressedFiles.read(file);
        OutputStream whole =
            writing(mended, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
      copy(in, whole, wholeBytes);
    }
    Files.move(mended, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void copy(InputStream in, OutputStream out, long count) throws IOException {
    var buffer = new byte[BUFFER_BYTES];
    long left = count;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw new IOException("has changed while it was resumed");
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }

  /** Adds a line. */
  public void add(byte[] line) throws IOException {
    try {
      out.write(line);
      out.write('\n');
    } catch (IOException e) {
      throw OutputFile.cannotBeWritten(file, e);
    }
  }

  /** Has the file hold all lines up to now. */
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      throw OutputFile.cannotBeWritten(file, e);
    }
  }

  @Override
  public void close() throws IOException {
    if (file.equals(STANDARD_OUTPUT)) {
      out.flush();
    } else {
      out.close();
    }
  }

  private OutputStream writing(Path target, OpenOption... options) throws IOException {
    return CompressedFiles.write(file, Files.newOutputStream(target, options));
  }
}
