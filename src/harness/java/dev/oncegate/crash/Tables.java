package dev.oncegate.crash;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A directory of tables that somebody edits while the service uses them. */
final class Tables {
  private static final String TABLE = "dedupe.drl.xlsx";
  private static final String TEXTS = "xl/sharedStrings.xml";
  // The end of the title, which means nothing to the rules.
  private static final String TITLE_END = "</t></si>";

  private final Path directory;
  private final byte[] original;
  private int edits;

  private Tables(Path directory, byte[] original) {
    this.directory = directory;
    this.original = original;
  }

  /** A copy of the tables that ship. */
  static Tables copy(Path shipped, Path directory) throws IOException {
    Files.createDirectories(directory);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(shipped)) {
      for (Path file : files) {
        Files.copy(
            file, directory.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return new Tables(directory, Files.readAllBytes(shipped.resolve(TABLE)));
  }

  Path directory() {
    return directory;
  }

  /** Puts another edition in place, with other bytes and the same verdicts. */
  void swap() throws IOException {
    edits++;
    Path written = directory.resolve("." + TABLE + ".part");
    Files.write(written, retitled(" (edition " + edits + ")"));
    Files.move(
        written,
        directory.resolve(TABLE),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
  }

  private byte[] retitled(String addition) throws IOException {
    var bytes = new ByteArrayOutputStream();
    boolean found = false;
    try (var in = new ZipInputStream(new ByteArrayInputStream(original));
        var out = new ZipOutputStream(bytes)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] content = in.readAllBytes();
        if (entry.getName().equals(TEXTS)) {
          String texts = new String(content, StandardCharsets.UTF_8);
          int end = texts.indexOf(TITLE_END);
          found = end >= 0;
          content =
              (texts.substring(0, end) + addition + texts.substring(end))
                  .getBytes(StandardCharsets.UTF_8);
        }
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(content);
      }
    }
    if (!found) {
      throw new IllegalStateException(TABLE + " has no title to edit");
    }
    return bytes.toByteArray();
  }
}
