package dev.oncegate.crash;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A build of the service without the ledger's visibility rule, to see whether the crash test
 * notices. The rule is taken out of a copy of its source, which then replaces the class in a copy
 * of the service: the service itself has no switch for it.
 */
final class WithoutVisibility {
  private static final Path SOURCE = Path.of("src/main/java/dev/oncegate/postgres/Visibility.java");
  private static final String RULE =
      "return writers == own ? own.isBehind(offset) : !writers.hasDecided(offset);";
  private static final String NO_RULE = "return true;";

  private WithoutVisibility() {}

  /** The directory of the copy. */
  static Path copyOf(Path root, Path program, Path copy) throws IOException {
    copy(program, copy);
    String source = Files.readString(root.resolve(SOURCE));
    if (!source.contains(RULE)) {
      throw new IllegalStateException(SOURCE + " no longer says: " + RULE);
    }
    Path work = Files.createDirectories(copy.resolve("without"));
    Path changed = work.resolve(SOURCE.getFileName());
    Files.writeString(changed, source.replace(RULE, NO_RULE));
    Path classes = Files.createDirectories(work.resolve("classes"));
    compile(changed, classes, root.resolve("target/classes"));
    Path jar = theJar(copy.resolve("app"));
    try (FileSystem inside = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of());
        Stream<Path> compiled = Files.walk(classes)) {
      for (Path file : compiled.filter(Files::isRegularFile).toList()) {
        Files.copy(
            file,
            inside.getPath("/" + classes.relativize(file)),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return copy;
  }

  private static void compile(Path source, Path classes, Path classPath) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "-proc:none",
              "-d",
              classes.toString(),
              "-cp",
              classPath + File.pathSeparator + System.getProperty("java.class.path"));
      if (!compiler
          .getTask(null, files, null, options, null, files.getJavaFileObjects(source))
          .call()) {
        throw new IllegalStateException(source + " does not compile");
      }
    }
  }

  private static Path theJar(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(it -> it.toString().endsWith(".jar")).findFirst().orElseThrow();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
