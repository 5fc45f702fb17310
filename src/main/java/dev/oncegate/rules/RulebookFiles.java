package dev.oncegate.rules;

import dev.oncegate.core.update.Sha256;
import dev.oncegate.rules.engine.DrlFile;
import dev.oncegate.rules.proof.SafetyFile;
import dev.oncegate.rules.sheet.TableLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
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

  private final NavigableMap<String, byte[]> tables;
  private final NavigableMap<String, byte[]> drl;
  private final List<String> passedOver;

  private RulebookFiles(
      Map<String, byte[]> tables, Map<String, byte[]> drl, Collection<String> passedOver) {
    this.tables = new TreeMap<>(tables);
    this.drl = new TreeMap<>(drl);
    this.passedOver = passedOver.stream().sorted().toList();
  }

  /** The files of a directory, with the DRL that ships. */
  public static RulebookFiles ofDirectory(Path tables) throws IOException {
    var passedOver = new ArrayList<String>();
    return new RulebookFiles(read(tables, passedOver), shipped("rules", SHIPPED_DRL), passedOver);
  }

  /** The files of a directory, with the DRL of another. */
  public static RulebookFiles ofDirectories(Path tables, Path drl) throws IOException {
    Map<String, byte[]> rules = read(drl, new ArrayList<>());
    rules.keySet().removeIf(name -> !name.endsWith(DrlFile.SUFFIX));
    var passedOver = new ArrayList<String>();
    return new RulebookFiles(read(tables, passedOver), rules, passedOver);
  }

  /** Tables and properties by name, as they were uploaded, with the DRL that ships. */
  public static RulebookFiles of(Map<String, byte[]> tables) {
    var kept = new TreeMap<String, byte[]>();
    var passedOver = new ArrayList<String>();
    tables.forEach(
        (name, bytes) -> {
          if (UnrelatedFiles.is(name)) {
            passedOver.add(name);
          } else {
            kept.put(name, bytes.clone());
          }
        });
    return new RulebookFiles(kept, shipped("rules", SHIPPED_DRL), passedOver);
  }

  /** What ships with the program. */
  public static RulebookFiles shipped() {
    return new RulebookFiles(
        shipped("decision-tables", SHIPPED_TABLES), shipped("rules", SHIPPED_DRL), List.of());
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

  private static Map<String, byte[]> read(Path directory, List<String> passedOver)
      throws IOException {
    var files = new TreeMap<String, byte[]>();
    long total = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (!Files.isRegularFile(entry)) {
          continue;
        }
        if (UnrelatedFiles.is(name)) {
          passedOver.add(name);
        } else {
          if (files.size() == TableLimits.FILES) {
            throw new IOException(directory + " has more than " + TableLimits.FILES + " files");
          }
          byte[] bytes = readBounded(entry);
          total += bytes.length;
          if (total > TableLimits.RULEBOOK_BYTES) {
            throw new IOException(
                directory
                    + " has more than "
                    + (TableLimits.RULEBOOK_BYTES >> 20)
                    + " MB of tables");
          }
          files.put(name, bytes);
        }
      }
    }
    return files;
  }

  /** One byte over the limit is enough to see that a file is too long. */
  private static byte[] readBounded(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(TableLimits.FILE_BYTES + 1);
    }
  }

  /** Tables and properties by name, sorted. */
  public NavigableMap<String, byte[]> tables() {
    return Collections.unmodifiableNavigableMap(tables);
  }

  /** DRL by name, sorted. */
  public NavigableMap<String, byte[]> drl() {
    return Collections.unmodifiableNavigableMap(drl);
  }

  /** The names of files that are none of the rulebook's, sorted. */
  public List<String> passedOver() {
    return passedOver;
  }

  /**
   * The first 16 bytes of SHA-256, in lower-case hex, over each file in the order of names, DRL
   * last: the name, a zero byte, the length as decimal digits, a zero byte, the bytes.
   */
  public String hash() {
    var sha256 = new Sha256();
    for (Map<String, byte[]> files : List.of(tables, drl)) {
      files.forEach(
          (name, bytes) -> {
            sha256.add(name + "\0" + bytes.length + "\0");
            sha256.add(bytes);
          });
    }
    return sha256.hex();
  }
}
