package dev.oncegate.replay;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens files that are compressed by zstd if their name ends in {@code .zst}. */
public final class CompressedFiles {
  /** How the name of a compressed file ends. */
  public static final String ENDING = ".zst";

  private static final int BUFFER_BYTES = 1 << 16;

  /** The logarithm of how many bytes of memory a file may ask for to be decompressed: 128 MB. */
  private static final int WINDOW_LOG = 27;

  private CompressedFiles() {}

  static boolean isCompressed(Path file) {
    return file.toString().endsWith(ENDING);
  }

  /** Whether reading failed because the compressed file is damaged or ends early. */
  static boolean isDamage(IOException e) {
    return e instanceof ZstdIOException || e instanceof EOFException;
  }

  /** Why a file could not be read to its end. */
  static String problem(IOException e) {
    return isDamage(e)
        ? "the compressed file is damaged or ends early (" + e.getMessage() + ")"
        : "cannot be read: " + e.getMessage();
  }

  /** What a file holds, decompressed. */
  static InputStream read(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    return isCompressed(file) ? decompressed(in) : in;
  }

  /** What a stream that zstd has compressed holds. */
  static InputStream decompressed(InputStream in) throws IOException {
    return new ZstdInputStreamNoFinalizer(in).setLongMax(WINDOW_LOG);
  }

  /**
   * Compresses what goes to a file.
   *
   * @param file whose name says whether to
   * @param out to the file, or to one that takes its name later
   */
  static OutputStream write(Path file, OutputStream out) throws IOException {
    return new BufferedOutputStream(
        isCompressed(file) ? new ZstdOutputStreamNoFinalizer(out) : out, BUFFER_BYTES);
  }
}
