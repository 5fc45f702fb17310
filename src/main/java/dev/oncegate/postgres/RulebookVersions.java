package dev.oncegate.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The rulebooks that were uploaded, as files, and which one was in force when. */
public final class RulebookVersions {

  /**
   * An uploaded rulebook.
   *
   * @param files the names of its files, sorted
   */
  public record Version(
      String hash, String author, String note, Instant uploadedAt, List<String> files) {}

  /**
   * A version that was put in force.
   *
   * @param id grows with each activation
   * @param hash null for the directory of each instance
   */
  public record Activation(long id, @Nullable String hash, String author, Instant activatedAt) {}

  private final DataSource dataSource;

  public RulebookVersions(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Keeps a version; one that is there already stays as it is. */
  public Version keep(String hash, String author, String note, Map<String, byte[]> files)
      throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      insert(connection, hash, author, note, files);
      connection.commit();
    }
    return find(hash).orElseThrow();
  }

  /** Keeps a version that came into force from a directory, as the last one that did. */
  public void keepFromDirectory(String hash, String directory, Map<String, byte[]> files)
      throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      insert(connection, hash, "directory", "from " + directory, files);
      try (PreparedStatement update =
          connection.prepareStatement(
              "update rulebook set in_force_from_directory_at = clock_timestamp() where hash = ?")) {
        update.setString(1, hash);
        update.executeUpdate();
      }
      connection.commit();
    }
  }

  /** The hash of the version that came into force last from a directory, anybody's. */
  public Optional<String> lastFromDirectory() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "select hash from rulebook where in_force_from_directory_at is not null"
                    + " order by in_force_from_directory_at desc limit 1");
        ResultSet rows = select.executeQuery()) {
      return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
    }
  }

  private static void insert(
      Connection connection, String hash, String author, String note, Map<String, byte[]> files)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into rulebook (hash, author, note) values (?, ?, ?) on conflict do nothing")) {
      insert.setString(1, hash);
      insert.setString(2, author);
      insert.setString(3, note);
      insert.executeUpdate();
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into rulebook_file (hash, name, content) values (?, ?, ?)"
                + " on conflict do nothing")) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        insert.setString(1, hash);
        insert.setString(2, file.getKey());
        insert.setBytes(3, file.getValue());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** All versions, the newest first. */
  public List<Version> all() throws SQLException {
    return versions("", null);
  }

  public Optional<Version> find(String hash) throws SQLException {
    return versions("where hash = ?", hash).stream().findFirst();
  }

  /** The files of a version; none where there is no such version. */
  public Map<String, byte[]> filesOf(String hash) throws SQLException {
    var files = new TreeMap<String, byte[]>();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select =
            connection.prepareStatement("select name, content from rulebook_file where hash = ?")) {
      select.setString(1, hash);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          files.put(rows.getString(1), rows.getBytes(2));
        }
      }
    }
    return files;
  }

  /** Puts a version in force on every instance; null for the directory of each. */
  public void activate(@Nullable String hash, String author) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into rulebook_activation (hash, author) values (?, ?)")) {
      insert.setString(1, hash);
      insert.setString(2, author);
      insert.executeUpdate();
    }
  }

  /** What was put in force, the newest first; where there is nothing, it is the directory. */
  public List<Activation> activations(int most) throws SQLException {
    var activations = new ArrayList<Activation>();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "select id, hash, author, activated_at from rulebook_activation"
                    + " order by id desc limit ?")) {
      select.setInt(1, most);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          activations.add(
              new Activation(
                  rows.getLong(1), rows.getString(2), rows.getString(3), instant(rows, 4)));
        }
      }
    }
    return activations;
  }

  private List<Version> versions(String where, @Nullable String hash) throws SQLException {
    var versions = new ArrayList<Version>();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "select hash, author, note, uploaded_at,"
                    + " array(select name from rulebook_file f where f.hash = r.hash order by name)"
                    + " from rulebook r "
                    + where
                    + " order by uploaded_at desc, hash")) {
      if (hash != null) {
        select.setString(1, hash);
      }
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          versions.add(
              new Version(
                  rows.getString(1),
                  rows.getString(2),
                  rows.getString(3),
                  instant(rows, 4),
                  List.of((String[]) rows.getArray(5).getArray())));
        }
      }
    }
    return versions;
  }

  private static Instant instant(ResultSet rows, int column) throws SQLException {
    return rows.getObject(column, OffsetDateTime.class).toInstant();
  }
}
