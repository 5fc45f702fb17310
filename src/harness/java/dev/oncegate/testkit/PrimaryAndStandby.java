package dev.oncegate.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL and a second one that follows it, commit by commit: what the primary has confirmed,
 * the standby has too. Each stays on its port, whoever is primary.
 */
public final class PrimaryAndStandby implements AutoCloseable {
  private static final Duration FOLLOWS_WITHIN = Duration.ofSeconds(60);

  // An embedded server confirms before it has written anything, unless it is told not to. What is
  // kept of the log is enough for a standby that was copied a while ago to catch up.
  private static final Map<String, String> SETTINGS =
      Map.of("synchronous_commit", "on", "wal_keep_size", "512MB");

  // What belongs to the running server, and not to what it holds.
  private static final Set<String> NOT_COPIED =
      Set.of("postmaster.pid", "postmaster.opts", "epg-lock", "standby.signal", "backup_label");
  private static final Set<String> COPIED_EMPTY =
      Set.of("pg_wal", "pg_replslot", "pg_stat_tmp", "pg_notify", "pg_subtrans");

  private final EmbeddedDatabase first;
  private final EmbeddedDatabase second;
  private EmbeddedDatabase primary;

  private PrimaryAndStandby(EmbeddedDatabase first, EmbeddedDatabase second) {
    this.first = first;
    this.second = second;
    this.primary = first;
  }

  /** Both, started and in step. */
  public static PrimaryAndStandby start() {
    var pair =
        new PrimaryAndStandby(
            EmbeddedDatabase.start(SETTINGS), EmbeddedDatabase.notStarted(SETTINGS));
    try {
      pair.rejoin();
      return pair;
    } catch (RuntimeException e) {
      pair.close();
      throw e;
    }
  }

  /** Names both servers, and means the one that is primary. */
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d/postgres?targetServerType=primary"
        .formatted(first.port(), second.port());
  }

  /** The one that was primary last, also while it is stopped or demoted. */
  public EmbeddedDatabase primary() {
    return primary;
  }

  public EmbeddedDatabase standby() {
    return primary == first ? second : first;
  }

  /** Stops both; what they hold stays. */
  public void pause() {
    primary.pause();
    standby().pause();
  }

  /** Starts both, each as what it was. */
  public void resume() {
    primary.resume();
    standby().resume();
  }

  /** The primary ends at once, as a machine does that is cut off, and nobody takes over yet. */
  public void stop() {
    primary.kill();
  }

  /** The primary comes back as a standby; until one is promoted, both only let read. */
  public void demote() {
    primary.pause();
    follow(primary, standby());
    primary.resume();
  }

  /**
   * The standby becomes the primary. One that was demoted follows it from then on; one that was not
   * is stopped at once, and gone until it joins again.
   */
  public void promote() {
    boolean demoted = primary.isRunning() && isTrue(primary, "select pg_is_in_recovery()");
    if (!demoted) {
      stop();
    }
    EmbeddedDatabase next = standby();
    // Nobody follows it yet whom a commit could wait for.
    execute(next, "alter system reset synchronous_standby_names");
    execute(next, "select pg_reload_conf()");
    if (!isTrue(next, "select pg_promote(true, 60)")) {
      throw new IllegalStateException("the standby could not be promoted");
    }
    primary = next;
    if (demoted) {
      keepInStep();
    }
  }

  /** The two change places, as an operator has them do for maintenance. */
  public void swap() {
    demote();
    promote();
  }

  /** Whoever is not primary begins again, as a standby with a new copy. */
  public void rejoin() {
    EmbeddedDatabase joining = standby();
    joining.pause();
    joining.clear();
    try (Connection connection = primary.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_backup_start('standby', true)");
      copy(primary.data(), joining.data());
      try (ResultSet row = statement.executeQuery("select labelfile from pg_backup_stop(false)")) {
        row.next();
        Files.writeString(joining.data().resolve("backup_label"), row.getString(1));
      }
    } catch (SQLException | IOException e) {
      throw new IllegalStateException("the standby could not be made", e);
    }
    follow(joining, primary);
    joining.resume();
    keepInStep();
  }

  private static void follow(EmbeddedDatabase standby, EmbeddedDatabase other) {
    String conninfo =
        "primary_conninfo = 'host=127.0.0.1 port=%d user=%s'%n"
            .formatted(other.port(), EmbeddedDatabase.USER);
    try {
      // The last of several lines counts.
      Files.writeString(
          standby.data().resolve("postgresql.auto.conf"), conninfo, StandardOpenOption.APPEND);
      Files.writeString(standby.data().resolve("standby.signal"), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From here on a commit is one only when the standby has it. */
  private void keepInStep() {
    Await.until(
        "the standby follows",
        FOLLOWS_WITHIN,
        () ->
            isTrue(
                primary,
                "select exists (select from pg_stat_replication where state = 'streaming')"));
    execute(primary, "alter system set synchronous_standby_names = '*'");
    execute(primary, "select pg_reload_conf()");
    Await.until(
        "commits wait for the standby",
        FOLLOWS_WITHIN,
        () ->
            isTrue(
                primary,
                "select exists (select from pg_stat_replication where sync_state = 'sync')"));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(
                to.resolve(from.relativize(directory)),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return COPIED_EMPTY.contains(directory.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!NOT_COPIED.contains(file.getFileName().toString())) {
              try {
                Files.copy(file, to.resolve(from.relativize(file)));
              } catch (NoSuchFileException _) {
                // A running server removes files; what is lost that way comes with its log.
                return FileVisitResult.CONTINUE;
              }
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void execute(EmbeddedDatabase server, String sql) {
    try (Connection connection = server.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static boolean isTrue(EmbeddedDatabase server, String sql) {
    try (Connection connection = server.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() && row.getBoolean(1);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public void close() {
    // A primary that is told to end waits for a standby that cannot answer any more.
    standby().close();
    primary.close();
  }
}
