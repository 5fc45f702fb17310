package dev.oncegate.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL on a free port of 127.0.0.1; it can be stopped and started again. */
public final class EmbeddedDatabase implements AutoCloseable {
  public static final String USER = "postgres";
  public static final String PASSWORD = "postgres";

  private final Map<String, String> settings;
  private final Path directory;
  private @Nullable EmbeddedPostgres server;
  private int port;

  private EmbeddedDatabase(Map<String, String> settings) {
    this.settings = settings;
    try {
      directory = Files.createTempDirectory("oncegate-postgres");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A started, empty database. */
  public static EmbeddedDatabase start() {
    return start(Map.of());
  }

  /** A started, empty database with settings of its own, which are PostgreSQL's. */
  public static EmbeddedDatabase start(Map<String, String> settings) {
    var database = new EmbeddedDatabase(settings);
    database.resume();
    return database;
  }

  /** One that has a port, and nothing in it yet. */
  static EmbeddedDatabase notStarted(Map<String, String> settings) {
    var database = new EmbeddedDatabase(settings);
    database.port = ServiceProcess.freePort();
    return database;
  }

  /** Starts it, on the same port and with what it held before. */
  public void resume() {
    try {
      EmbeddedPostgres.Builder builder =
          EmbeddedPostgres.builder()
              .setDataDirectory(data())
              .setCleanDataDirectory(false)
              .setPort(port);
      settings.forEach(builder::setServerConfig);
      EmbeddedPostgres started = builder.start();
      port = started.getPort();
      server = started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops it; what it holds stays. */
  public void pause() {
    EmbeddedPostgres running = server;
    server = null;
    if (running != null) {
      try {
        running.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Ends it at once, as a crash does; what it has confirmed stays. */
  void kill() {
    try {
      Path pid = data().resolve("postmaster.pid");
      if (Files.exists(pid)) {
        String number = Files.readAllLines(pid).getFirst();
        // PostgreSQL's immediate shutdown.
        new ProcessBuilder("kill", "-QUIT", number).start().waitFor();
        ProcessHandle.of(Long.parseLong(number)).ifPresent(it -> it.onExit().join());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    pause();
  }

  boolean isRunning() {
    return server != null;
  }

  int port() {
    return port;
  }

  /** Where it holds what it holds. */
  Path data() {
    return directory.resolve("data");
  }

  /** Removes what it held. */
  void clear() {
    remove(data());
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  public DataSource dataSource() {
    if (server == null) {
      throw new IllegalStateException("the database is stopped");
    }
    return server.getPostgresDatabase();
  }

  /** Stops it and removes what it held. */
  @Override
  public void close() {
    pause();
    remove(directory);
  }

  private static void remove(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
