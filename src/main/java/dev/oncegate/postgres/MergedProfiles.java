package dev.oncegate.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may ever have been part of a merge, so that PostgreSQL is asked for the lineages of those and
 * not of everybody: a Bloom filter of the table of lineages, kept between batches and shared by
 * lanes. {@code docs/adr/0001-the-send-ledger.md} says why it can be relied on.
 */
final class MergedProfiles {
  // The row that was read last comes once more: where it is another by now, the table is not the
  // one that was read.
  private static final String RECORDED_FROM =
      """
      select recorded, space_id, profile_id from send_lineage
      where recorded >= ? order by recorded limit ?
      """;

  private static final int ROWS_AT_A_TIME = 10_000;
  private static final int SMALLEST_BITS = 1 << 20;
  private static final int LARGEST_BITS = 1 << 26;
  private static final int GROWTH = 8;

  private final int rowsAtATime;
  private Filter filter;
  private Mark readUpTo = Mark.BEGINNING;

  /** A row of the table of lineages, which are numbered in the order of their commits. */
  private record Mark(long recorded, Lineages.@Nullable Profile profile) {
    static final Mark BEGINNING = new Mark(0, null);
  }

  /** Of a table that nobody has read from yet. */
  MergedProfiles() {
    this(ROWS_AT_A_TIME, SMALLEST_BITS);
  }

  /** With other bounds, so that a test need not reach those of the product. */
  MergedProfiles(int rowsAtATime, int bits) {
    this.rowsAtATime = rowsAtATime;
    this.filter = new Filter(bits);
  }

  /**
   * What is known within a transaction.
   *
   * @param upTo the last row that is known, as are all before it
   * @param isWhole whether that was the table's last
   */
  record Reading(Filter filter, Mark upTo, boolean isWhole) {

    /** The number of the last merge that is known. */
    long asOf() {
      return upTo.recorded();
    }

    /** Those who may have been part of a merge that is known; all others were not. */
    List<Lineages.Profile> among(Collection<Lineages.Profile> profiles) {
      return filter.among(profiles);
    }
  }

  /** Reads what was recorded since, or a part of it where it is much. */
  Reading read(Connection connection) throws SQLException {
    Filter current;
    Mark from;
    synchronized (this) {
      current = filter;
      from = readUpTo;
    }
    Reading reading = read(connection, current, from);
    if (reading != null) {
      return reading;
    }
    restart(current, current.bits());
    return read(connection);
  }

  /** From a row on; null where that row is no longer there. */
  private @Nullable Reading read(Connection connection, Filter current, Mark from)
      throws SQLException {
    Mark last = from;
    int count = 0;
    try (PreparedStatement select = connection.prepareStatement(RECORDED_FROM)) {
      select.setLong(1, from.recorded());
      select.setInt(2, rowsAtATime);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          var profile = new Lineages.Profile(rows.getString(2), rows.getString(3));
          var row = new Mark(rows.getLong(1), profile);
          if (count++ == 0 && from.profile() != null && !row.equals(from)) {
            return null;
          }
          current.add(profile);
          last = row;
        }
      }
    }
    if (count == 0 && from.profile() != null) {
      return null;
    }
    return new Reading(current, last, count < rowsAtATime);
  }

  /**
   * Has the next reading begin where this one ended. Only after its transaction has committed to
   * the disk: what was recorded before it cannot be lost then, and its number given to another.
   */
  synchronized void isKept(Reading reading) {
    if (reading.filter() != filter) {
      return;
    }
    if (reading.upTo().recorded() > readUpTo.recorded()) {
      readUpTo = reading.upTo();
    }
    if (filter.isFull() && filter.bits() < LARGEST_BITS) {
      restart(filter, GROWTH * filter.bits());
    }
  }

  private synchronized void restart(Filter old, int bits) {
    if (filter == old) {
      filter = new Filter(bits);
      readUpTo = Mark.BEGINNING;
    }
  }

  /** The filter's bits; whom it does not have is not in the table, as far as that was read. */
  static final class Filter {
    // Of those who were never merged, one in eighty seems to be until it is full.
    private static final int PROBES = 4;
    private static final int BITS_OF_A_PROFILE = 10;

    private final long[] words;
    private int profiles;

    private Filter(int bits) {
      words = new long[bits / Long.SIZE];
    }

    private int bits() {
      return words.length * Long.SIZE;
    }

    private synchronized boolean isFull() {
      return profiles > bits() / BITS_OF_A_PROFILE;
    }

    private synchronized void add(Lineages.Profile profile) {
      long hash = hashOf(profile);
      boolean isNew = false;
      for (int probe = 0; probe < PROBES; probe++) {
        int bit = bitOf(hash, probe);
        isNew |= !has(bit);
        words[bit / Long.SIZE] |= 1L << bit;
      }
      if (isNew) {
        profiles++;
      }
    }

    private synchronized List<Lineages.Profile> among(Collection<Lineages.Profile> profiles) {
      return profiles.stream().filter(this::mayHave).toList();
    }

    private boolean mayHave(Lineages.Profile profile) {
      long hash = hashOf(profile);
      for (int probe = 0; probe < PROBES; probe++) {
        if (!has(bitOf(hash, probe))) {
          return false;
        }
      }
      return true;
    }

    private boolean has(int bit) {
      return (words[bit / Long.SIZE] & 1L << bit) != 0;
    }

    private int bitOf(long hash, int probe) {
      return (int) hash + probe * (int) (hash >>> Integer.SIZE) & bits() - 1;
    }

    // The texts' own hashes, with all bits made to depend on all (the finish of MurmurHash3).
    private static long hashOf(Lineages.Profile profile) {
      long hash = (long) profile.spaceId().hashCode() << Integer.SIZE ^ profile.id().hashCode();
      hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
      hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
      return hash ^ hash >>> 33;
    }
  }
}
