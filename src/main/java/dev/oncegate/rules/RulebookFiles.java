package dev.oncegate.rules;

import dev.oncegate.rules.engine.DrlFile;
import dev.oncegate.rules.proof.SafetyFile;
import dev.oncegate.rules.table.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The files of one rulebook: tables and safety properties, which people change, and DRL, which
 * comes from the build or from a directory that the operator names.
 */
public final class RulebookFiles {
  /** The tables and properties that ship, inside the jar as in the repository. */
  static final List<String> SHIPPED_TABLES =
      List.of("dedupe.drl.xlsx", "routing.drl.xlsx", SafetyFile.NAME);

  /** The DRL that ships. */
  static final List<String> SHIPPED_DRL = List.of("invariants.drl");

  private static final int HASH_BYTES = 16;
  private static final int MOST_FILES = 1_000;

  private final NavigableMap<String, byte[]> tables;
  private final NavigableMap<String, byte[]> drl;

  private RulebookFiles(Map<String, byte[]> tables, Map<String, byte[]> drl) {
    this.tables = new TreeMap<>(tables);
    this.drl = new TreeMap<>(drl);
  }

  /** The files of a directory, with the DRL that ships. */
  public static RulebookFiles ofDirectory(Path tables) throws IOException {
    return new RulebookFiles(read(tables), shipped("rules", SHIPPED_DRL));
  }

  /** The files of a directory, with the DRL of another. */
  public static RulebookFiles ofDirectories(Path tables, Path drl) throws IOException {
    Map<String, byte[]> rules = read(drl);
    rules.keySet().removeIf(name -> !name.endsWith(DrlFile.SUFFIX));
    return new RulebookFiles(read(tables), rules);
  }

  /** Tables and properties by name, as they were uploaded, with the DRL that ships. */
  public static RulebookFiles of(Map<String, byte[]> tables) {
    var kept = new TreeMap<String, byte[]>();
    tables.forEach(
        (name, bytes) -> {
          if (!isPassing(name)) {
            kept.put(name, bytes.clone());
          }
        });
    return new RulebookFiles(kept, shipped("rules", SHIPPED_DRL));
  }

  /** What ships with the program. */
  public static RulebookFiles shipped() {
    return new RulebookFiles(
        shipped("decision-tables", SHIPPED_TABLES), shipped("rules", SHIPPED_DRL));
  }

  private static Map<String, byte[]> shipped(String folder, List<String> names) {
    var files = new TreeMap<String, byte[]>();
    for (String name : names) {
      String resource = "/" + folder + "/" + name;
      try (InputStream in = RulebookFiles.class.getResourceAsStream(resource)) {
        if (in == null) {
          throw new IllegalStateException(resource + " is missing from the program");
        }
        files.put(name, in.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }

  private static Map<String, byte[]> read(Path directory) throws IOException {
    var files = new TreeMap<String, byte[]>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (Files.isRegularFile(entry) && !isPassing(name)) {
          if (files.size() == MOST_FILES) {
            throw new IOException(directory + " has more than " + MOST_FILES + " files");
          }
          files.put(name, readBounded(entry));
        }
      }
    }
    return files;
  }

  /** One byte over the limit is enough to see that a file is too long. */
  private static byte[] readBounded(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(Limits.FILE_BYTES + 1);
    }
  }

  /**
   * Whether a file is none of the rulebook's: hidden ones, what spreadsheet programs and editors
   * leave while they work, and texts for people.
   */
  private static boolean isPassing(String name) {
    return name.startsWith(".")
        || name.startsWith("~$")
        || name.endsWith("~")
        || name.endsWith("#")
        || name.endsWith(".tmp")
        || name.endsWith(".part")
        || name.endsWith(".swp")
        || name.endsWith(".bak")
        || name.endsWith(".md")
        || name.endsWith(".txt");
  }

  /** Tables and properties by name, sorted. */
  public NavigableMap<String, byte[]> tables() {
    return Collections.unmodifiableNavigableMap(tables);
  }

  /** DRL by name, sorted. */
  public NavigableMap<String, byte[]> drl() {
    return Collections.unmodifiableNavigableMap(drl);
  }

  /**
   * The first 16 bytes of SHA-256, in lower-case hex, over each file in the order of names, DRL
   * last: the name, a zero byte, the length as decimal digits, a zero byte, the bytes.
   */
  public String hash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Map<String, byte[]> files : List.of(tables, drl)) {
        files.forEach(
            (name, bytes) -> {
              digest.update((name + "\0" + bytes.length + "\0").getBytes(StandardCharsets.UTF_8));
              digest.update(bytes);
            });
      }
      return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
