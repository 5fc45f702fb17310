package dev.oncegate.postgres;

import dev.oncegate.audit.AuditLog;
import dev.oncegate.audit.AuditSource;
import dev.oncegate.audit.AuditedChange;
import dev.oncegate.audit.ChangeOrigin;
import dev.oncegate.core.DependencyUnavailableException;
import dev.oncegate.rules.store.Activation;
import dev.oncegate.rules.store.KeptRulebook;
import dev.oncegate.rules.store.RulebookStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Rulebooks and their activations, in tables. */
public final class PostgresRulebooks implements RulebookStore {
  /** What the audit calls a rulebook. */
  static final String RULEBOOK = "rulebook";

  private static final String DIRECTORY = "directory";
  private static final String INSERT_ACTIVATION =
      "insert into rulebook_activation (hash, author) values (?, ?)";

  private final DataSource dataSource;
  private final AuditLog audit;

  public PostgresRulebooks(DataSource dataSource, AuditLog audit) {
    this.dataSource = dataSource;
    this.audit = audit;
  }

  private <R> R within(DatabaseTransaction.SqlWork<R> work) {
    try {
      return DatabaseTransaction.in(dataSource, work);
    } catch (SQLException e) {
      throw new DependencyUnavailableException("the rulebooks kept: " + e.getMessage(), e);
    }
  }

  @Override
  public KeptRulebook keep(String hash, String author, String note, Map<String, byte[]> files) {
    return within(
        connection -> {
          AuditLog.begin(connection);
          insert(connection, hash, author, note, files);
          audit.append(
              connection,
              new AuditedChange(
                  "upload",
                  RULEBOOK,
                  hash,
                  null,
                  null,
                  Map.of("author", author, "note", note, "files", List.copyOf(files.keySet()))));
          return rulebooks(connection, "where hash = ?", hash).getFirst();
        });
  }

  @Override
  public void keepFromDirectory(String hash, String directory, Map<String, byte[]> files) {
    int _ =
        within(
            connection -> {
              AuditLog.begin(connection);
              // One after the other, since of several instances the first is to tell of it.
              lock(connection);
              String last = lastFromDirectory(connection).orElse(null);
              if (!hash.equals(last)) {
                AuditLog.append(
                    connection,
                    new AuditedChange(
                        "take-up",
                        RULEBOOK,
                        hash,
                        null,
                        last == null ? null : inForce(last),
                        Map.of("from", directory)),
                    new ChangeOrigin(directory, AuditSource.DIRECTORY, null));
              }
              insert(connection, hash, DIRECTORY, "from " + directory, files);
              try (PreparedStatement update =
                  connection.prepareStatement(
                      "update rulebook set in_force_from_directory_at = clock_timestamp()"
                          + " where hash = ?")) {
                update.setString(1, hash);
                return update.executeUpdate();
              }
            });
  }

  @Override
  public Optional<String> lastFromDirectory() {
    return within(PostgresRulebooks::lastFromDirectory);
  }

  private static Optional<String> lastFromDirectory(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                "select hash from rulebook where in_force_from_directory_at is not null"
                    + " order by in_force_from_directory_at desc limit 1");
        ResultSet rows = select.executeQuery()) {
      return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
    }
  }

  private static void lock(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("lock table rulebook in share row exclusive mode");
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

  @Override
  public List<KeptRulebook> all() {
    return within(connection -> rulebooks(connection, "", null));
  }

  @Override
  public Optional<KeptRulebook> find(String hash) {
    return within(connection -> rulebooks(connection, "where hash = ?", hash).stream().findFirst());
  }

  @Override
  public Map<String, byte[]> filesOf(String hash) {
    return within(
        connection -> {
          var files = new TreeMap<String, byte[]>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  "select name, content from rulebook_file where hash = ?")) {
            select.setString(1, hash);
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                files.put(rows.getString(1), rows.getBytes(2));
              }
            }
          }
          return files;
        });
  }

  @Override
  public void activate(@Nullable String hash, String author) {
    boolean _ =
        within(
            connection -> {
              AuditLog.begin(connection);
              List<Activation> last = activations(connection, 1);
              activate(connection, hash, author);
              tell(connection, "activate", hash, last);
              return true;
            });
  }

  @Override
  public boolean rollBack(String author) {
    return within(
        connection -> {
          AuditLog.begin(connection);
          List<Activation> last = activations(connection, 2);
          if (last.isEmpty()) {
            return false;
          }
          String hash = last.size() == 1 ? null : last.get(1).hash();
          activate(connection, hash, author);
          tell(connection, "roll-back", hash, last);
          return true;
        });
  }

  private void tell(
      Connection connection, String action, @Nullable String hash, List<Activation> last)
      throws SQLException {
    String before = last.isEmpty() ? null : last.getFirst().hash();
    audit.append(
        connection,
        new AuditedChange(
            action,
            RULEBOOK,
            hash == null ? DIRECTORY : hash,
            null,
            inForce(before),
            inForce(hash)));
  }

  /** What an entry says was in force, or is; null stands for the directory of each instance. */
  static Map<String, String> inForce(@Nullable String hash) {
    return Map.of("inForce", hash == null ? DIRECTORY : hash);
  }

  /** Puts a rulebook in force, in a transaction that tells of it. */
  static void activate(Connection connection, @Nullable String hash, String author)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT_ACTIVATION)) {
      insert.setString(1, hash);
      insert.setString(2, author);
      insert.executeUpdate();
    }
  }

  @Override
  public List<Activation> activations(int most) {
    return within(connection -> activations(connection, most));
  }

  static List<Activation> activations(Connection connection, int most) throws SQLException {
    var activations = new ArrayList<Activation>();
    try (PreparedStatement select =
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

  private static List<KeptRulebook> rulebooks(
      Connection connection, String where, @Nullable String hash) throws SQLException {
    var rulebooks = new ArrayList<KeptRulebook>();
    try (PreparedStatement select =
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
          rulebooks.add(
              new KeptRulebook(
                  rows.getString(1),
                  rows.getString(2),
                  rows.getString(3),
                  instant(rows, 4),
                  List.of((String[]) rows.getArray(5).getArray())));
        }
      }
    }
    return rulebooks;
  }

  private static Instant instant(ResultSet rows, int column) throws SQLException {
    return rows.getObject(column, OffsetDateTime.class).toInstant();
  }
}
