package dev.oncegate.replay;

import dev.oncegate.codec.Parsed;
import dev.oncegate.codec.RecordedMessage;
import dev.oncegate.codec.UpdateReader;
import dev.oncegate.core.update.ProfileUpdate;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file of updates, one a line, read as a stream: messages of {@code identified-output} as they
 * are, or with the coordinates that {@code record} writes around them. Compressed by zstd if the
 * name ends in {@code .zst}; {@code -} is the standard input.
 */
public final class Recording implements Closeable {
  private static final Path STANDARD_INPUT = Path.of("-");

  private final Path file;
  private final NumberedLines lines;
  private boolean anyUpdate;
  private boolean wrapped;
  private int lineBytes;

  /** What comes of a stream, under the name of a file. */
  Recording(Path file, InputStream in) {
    this.file = file;
    this.lines = new NumberedLines(in);
  }

  /**
   * Opens a recording.
   *
   * @throws InvalidRecordingException if the file is missing, or not what its name says
   */
  public static Recording open(Path file) throws InvalidRecordingException {
    if (file.equals(STANDARD_INPUT)) {
      return new Recording(file, System.in);
    }
    if (!Files.exists(file)) {
      throw new InvalidRecordingException(file, "there is no such file");
    }
    if (Files.isDirectory(file)) {
      throw new InvalidRecordingException(file, "is a directory, not a recording");
    }
    try {
      return new Recording(file, CompressedFiles.read(file));
    } catch (IOException e) {
      throw new InvalidRecordingException(file, "cannot be read: " + e.getMessage());
    }
  }

  /**
   * The next update, or null after the last. Blank lines hold none.
   *
   * @throws InvalidRecordingException if the line holds no update that can be decided, or the file
   *     ends early
   */
  public @Nullable ProfileUpdate next() throws InvalidRecordingException {
    byte[] line = nextMessage();
    if (line == null) {
      if (!anyUpdate) {
        throw new InvalidRecordingException(file, "is empty: there is no update in it");
      }
      return null;
    }
    anyUpdate = true;
    lineBytes = line.length;
    return switch (read(line)) {
      case Parsed.Valid valid -> valid.update();
      case Parsed.Invalid invalid ->
          throw new InvalidRecordingException(file, lines.number(), invalid.sentence());
    };
  }

  /** The next line that is not blank, or null after the last. */
  byte @Nullable [] nextMessage() throws InvalidRecordingException {
    byte[] line = nextLine();
    while (line != null && isBlank(line)) {
      line = nextLine();
    }
    return line;
  }

  /** The number of the line that the last update came from. */
  public long line() {
    return lines.number();
  }

  /** How long that line is. */
  int lineBytes() {
    return lineBytes;
  }

  // A recording is mostly of one kind throughout: what the last line was, this one is tried as.
  private Parsed read(byte[] line) {
    if (!wrapped) {
      Parsed bare = UpdateReader.identified(line);
      if (bare instanceof Parsed.Valid || !RecordedMessage.isOne(line)) {
        return bare;
      }
      wrapped = true;
    }
    if (!RecordedMessage.isOne(line)) {
      wrapped = false;
      return UpdateReader.identified(line);
    }
    return RecordedMessage.identified(line);
  }

  private byte @Nullable [] nextLine() throws InvalidRecordingException {
    try {
      return lines.next();
    } catch (IOException e) {
      throw new InvalidRecordingException(file, lines.number() + 1, CompressedFiles.problem(e));
    }
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t') {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
