package dev.oncegate.replay;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines that is there as a whole or not at all: what is closed before it was finished
 * leaves nothing behind. Compressed by zstd if the name ends in {@code .zst}; {@code -} is the
 * standard output.
 */
public final class OutputFile implements Closeable {
  private static final Path STANDARD_OUTPUT = Path.of("-");
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  // Where the lines go until they are whole; null where they go straight to a pipe or a device.
  private final @Nullable Path unfinished;
  private final OutputStream out;

  private OutputFile(Path file, @Nullable Path unfinished, OutputStream out) {
    this.file = file;
    this.unfinished = unfinished;
    this.out = out;
  }

  /**
   * Begins to write.
   *
   * @throws IOException if nothing can be written there; its message is a sentence that names the
   *     file
   */
  public static OutputFile create(Path file) throws IOException {
    if (file.equals(STANDARD_OUTPUT)) {
      return new OutputFile(file, null, new BufferedOutputStream(System.out, BUFFER_BYTES));
    }
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": is a directory, cannot write a file there");
    }
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        return new OutputFile(file, null, CompressedFiles.write(file, Files.newOutputStream(file)));
      }
      Path target = file.toAbsolutePath();
      Path unfinished = target.resolveSibling("." + target.getFileName() + ".unfinished");
      return new OutputFile(
          target, unfinished, CompressedFiles.write(file, Files.newOutputStream(unfinished)));
    } catch (IOException e) {
      throw cannotBeWritten(file, e);
    }
  }

  static IOException cannotBeWritten(Path file, IOException e) {
    return new IOException(file + ": cannot be written: " + sentence(e), e);
  }

  /** Writes a line and its end. */
  public void line(byte[] line) throws IOException {
    out.write(line);
    out.write('\n');
  }

  /** Says that all is written: the file takes its name. */
  public void finish() throws IOException {
    if (unfinished == null) {
      out.flush();
    } else {
      out.close();
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  public void close() throws IOException {
    if (!file.equals(STANDARD_OUTPUT)) {
      out.close();
    }
    if (unfinished != null) {
      Files.deleteIfExists(unfinished);
    }
  }

  private static String sentence(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such directory";
      case AccessDeniedException _ -> "permission denied";
      default -> String.valueOf(e.getMessage());
    };
  }
}
