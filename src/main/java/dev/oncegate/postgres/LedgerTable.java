package dev.oncegate.postgres;

import static java.time.temporal.ChronoField.NANO_OF_SECOND;

import dev.oncegate.core.decide.LastSend;
import dev.oncegate.core.decide.SendKey;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.core.update.RecordPosition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;
import org.postgresql.copy.CopyIn;

/**
 * The table of sends, in bulk: one statement reads a batch's versions, one removes, one adds. What
 * one update left behind for a subject is one row, whichever destinations it went to.
 */
final class LedgerTable {
  private static final String READ =
      """
      select k.place, s.topic_id, s.topic_partition, s.topic_offset,
             unnest(s.destination_ids), s.value, s.computed_at, s.computed_nanos, s.left_since,
             case when s.address is not null and s.address_rule is null then s.profile_id end
      from unnest(?::uuid[]) with ordinality as k(subject_key, place)
      join send_ledger s on s.subject_key = k.subject_key
      """;

  private static final String REMOVE =
      """
      merge into send_ledger s
      using (
        select subject_key, topic_offset, topic_partition, topic_id,
               array_agg(destination_id collate "C") as destination_ids
        from unnest(?::uuid[], ?::bigint[], ?::integer[], ?::uuid[], ?::text[])
          as k(subject_key, topic_offset, topic_partition, topic_id, destination_id)
        group by subject_key, topic_offset, topic_partition, topic_id) gone
      on s.subject_key = gone.subject_key and s.topic_offset = gone.topic_offset
        and s.topic_partition = gone.topic_partition and s.topic_id = gone.topic_id
        and s.destination_ids && gone.destination_ids
      when matched and s.destination_ids <@ gone.destination_ids then delete
      when matched then update set destination_ids = array(
        select stays from unnest(s.destination_ids) as stays
        where stays <> all(gone.destination_ids))
      """;

  private static final String REMOVE_FROM =
      "delete from send_ledger where topic_id = ? and topic_partition = ? and topic_offset >= ?"
          + " and written_at >= ?";

  private static final String ADD =
      """
      copy send_ledger (subject_key, topic_id, topic_offset, computed_at, topic_partition,
        left_since, computed_nanos, space_id, computation_id, destination_ids, profile_id,
        message_id, address_type, address, address_rule, value)
      from stdin (format binary)
      """;

  private static final int ADDED_COLUMNS = 16;

  /** Of how addresses are compared; rows of the rule before it have none. */
  private static final int ADDRESS_RULE = 2;

  private static final String VERSIONS =
      """
      select unnest(destination_ids) as destination_id, profile_id, value, computed_at,
             computed_nanos, left_since, message_id, topic_id, topic_partition, topic_offset,
             written_at, address is not null and address_rule is null as by_former_rule
      from send_ledger where subject_key = any(?::uuid[])
      order by written_at, topic_id, topic_partition, topic_offset, destination_id
      """;

  private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

  // An update can have 150,000 addresses; their rows need not be in memory twice.
  private static final int ROWS_AT_A_TIME = 20_000;
  private static final int NANOS_OF_MICRO = 1_000;

  private LedgerTable() {}

  /** Gives each subject what the table says of it. */
  static void read(Connection connection, Collection<LedgerSubject> subjects) throws SQLException {
    if (subjects.isEmpty()) {
      return;
    }
    LedgerSubject[] places = subjects.toArray(LedgerSubject[]::new);
    try (PreparedStatement read = connection.prepareStatement(READ)) {
      preparedOnServer(read);
      read.setFetchSize(ROWS_AT_A_TIME);
      read.setString(1, arrayOf(List.of(places)));
      try (ResultSet rows = read.executeQuery()) {
        while (rows.next()) {
          LedgerSubject subject = places[(int) rows.getLong(1) - 1];
          var version =
              new SendVersion(
                  rows.getString(5),
                  new RecordPosition(
                      rows.getObject(2, UUID.class), rows.getInt(3), rows.getLong(4)),
                  new LastSend(
                      rows.getString(6),
                      instantOf(rows.getObject(7, OffsetDateTime.class), rows.getInt(8)),
                      rows.getBoolean(9)));
          String formerWriter = rows.getString(10);
          if (formerWriter == null) {
            subject.addStored(version);
          } else {
            subject.addFormer(new LedgerSubject.FormerVersion(version, formerWriter));
          }
        }
      }
    }
  }

  // A plan for sixteen partitions costs more than to carry it out.
  private static void preparedOnServer(PreparedStatement statement) throws SQLException {
    statement.unwrap(PGStatement.class).setPrepareThreshold(1);
  }

  static void remove(Connection connection, List<BatchHistory.Removal> removals)
      throws SQLException {
    if (removals.isEmpty()) {
      return;
    }
    int count = removals.size();
    var subjects = new ArrayList<LedgerSubject>(count);
    var offsets = new long[count];
    var partitions = new int[count];
    var topics = new UUID[count];
    var destinations = new String[count];
    for (int i = 0; i < count; i++) {
      SendVersion version = removals.get(i).version();
      subjects.add(removals.get(i).subject());
      offsets[i] = version.writtenBy().offset();
      partitions[i] = version.writtenBy().partition();
      topics[i] = version.writtenBy().topicId();
      destinations[i] = version.destinationId();
    }
    try (PreparedStatement remove = connection.prepareStatement(REMOVE)) {
      preparedOnServer(remove);
      remove.setString(1, arrayOf(subjects));
      remove.setObject(2, offsets);
      remove.setObject(3, partitions);
      remove.setArray(4, connection.createArrayOf("uuid", topics));
      remove.setArray(5, connection.createArrayOf("text", destinations));
      remove.executeUpdate();
    }
  }

  /** Removes what updates of a partition wrote, from one on; seldom, and found by the time. */
  static void removeFrom(Connection connection, RecordPosition from, Instant since)
      throws SQLException {
    try (PreparedStatement remove = connection.prepareStatement(REMOVE_FROM)) {
      remove.setObject(1, from.topicId());
      remove.setInt(2, from.partition());
      remove.setLong(3, from.offset());
      remove.setObject(4, since.minus(CLOCKS_DIFFER).atOffset(ZoneOffset.UTC));
      remove.executeUpdate();
    }
  }

  static void add(Connection connection, List<BatchHistory.Addition> additions)
      throws SQLException {
    if (additions.isEmpty()) {
      return;
    }
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(ADD);
    try {
      var rows = new CopyBuffer(copy);
      int end = 0;
      for (int from = 0; from < additions.size(); from = end) {
        end = endOfRow(additions, from);
        write(additions.subList(from, end), rows);
      }
      rows.end();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  /** Up to where (exclusive) versions differ in their destinations alone. */
  private static int endOfRow(List<BatchHistory.Addition> additions, int from) {
    BatchHistory.Addition first = additions.get(from);
    int end = from + 1;
    while (end < additions.size() && first.isBeside(additions.get(end))) {
      end++;
    }
    return end;
  }

  private static void write(List<BatchHistory.Addition> together, CopyBuffer row)
      throws SQLException {
    BatchHistory.Addition first = together.getFirst();
    RecordPosition at = first.version().writtenBy();
    LastSend last = first.version().last();
    ProfileUpdate update = first.entry().update();
    row.startRow(ADDED_COLUMNS);
    row.putUuid(first.subject().key());
    row.putUuid(at.topicId());
    row.putBigint(at.offset());
    row.putTimestamp(last.computedAt());
    row.putInteger(at.partition());
    row.putBoolean(last.leftSince());
    row.putInteger(last.computedAt().get(NANO_OF_SECOND) % NANOS_OF_MICRO);
    row.putText(update.spaceId());
    row.putText(update.computation().id());
    row.startTexts(together.size());
    for (BatchHistory.Addition addition : together) {
      row.putText(addition.version().destinationId());
    }
    row.endTexts();
    row.putText(update.profileId());
    row.putText(update.messageId());
    switch (first.key().subject()) {
      case SendKey.Subject.Profile _ -> {
        row.putText(null);
        row.putText(null);
        row.putNull();
      }
      case SendKey.Subject.Address address -> {
        row.putText(address.type());
        row.putText(address.id());
        row.putInteger(ADDRESS_RULE);
      }
    }
    row.putText(last.value());
  }

  static List<LedgerRow> versionsOf(Connection connection, Collection<LedgerSubject> subjects)
      throws SQLException {
    var found = new ArrayList<LedgerRow>();
    try (PreparedStatement select = connection.prepareStatement(VERSIONS)) {
      select.setString(1, arrayOf(subjects));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(
              new LedgerRow(
                  rows.getString(1),
                  rows.getString(2),
                  new LastSend(
                      rows.getString(3),
                      instantOf(rows.getObject(4, OffsetDateTime.class), rows.getInt(5)),
                      rows.getBoolean(6)),
                  rows.getString(7),
                  new RecordPosition(
                      rows.getObject(8, UUID.class), rows.getInt(9), rows.getLong(10)),
                  rows.getObject(11, OffsetDateTime.class).toInstant(),
                  rows.getBoolean(12)));
        }
      }
    }
    return found;
  }

  /** The keys as PostgreSQL writes an array. */
  private static String arrayOf(Collection<LedgerSubject> subjects) {
    var array = new StringBuilder(subjects.size() * 37 + 1);
    char before = '{';
    for (LedgerSubject subject : subjects) {
      array.append(before).append(subject.key());
      before = ',';
    }
    return array.append('}').toString();
  }

  /** The instant of a timestamp, which has microseconds, and what it has besides. */
  static Instant instantOf(OffsetDateTime micros, int nanosBesides) {
    return micros.toInstant().plusNanos(nanosBesides);
  }
}
