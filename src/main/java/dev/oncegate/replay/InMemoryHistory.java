package dev.oncegate.replay;

import dev.oncegate.core.decide.LastSend;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.decide.SendKey;
import dev.oncegate.core.update.Moment;
import dev.oncegate.core.update.ProfileUpdate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A send history that lives as long as a replay. Whoever replays has it heed an update before
 * deciding, since a merge counts for its own update, and remember the outcome after.
 */
public final class InMemoryHistory implements SendHistory {
  private static final int ORDER_AND_LEFT = 0;
  private static final int SECOND = 1;
  private static final int NANO_AND_FINER = 2;
  private static final int VALUE = 3;
  private static final int WIDTH = 4;

  private record Message(String spaceId, String computationId, String destinationId) {}

  private final Lineages lineages;
  private final Names addresses = new Names();
  private final Names texts = new Names();
  private final Map<Message, Integer> messages = new HashMap<>();
  // A row stays under the profile it was written for; which others it counts for, merges say.
  private final LongTable byProfile = new LongTable(WIDTH);
  private final LongTable byAddress = new LongTable(WIDTH);
  private long order;

  public InMemoryHistory() {
    this(new Lineages());
  }

  /** A history whose merges are told to the lineages, not to it. */
  InMemoryHistory(Lineages lineages) {
    this.lineages = lineages;
  }

  /** Takes note of the merge that an update tells of, if it does. */
  public void heed(ProfileUpdate update) {
    lineages.heed(update);
  }

  /** Two profiles are one, as merges before the replay have it. */
  void unite(String spaceId, String one, String other) {
    lineages.unite(lineages.profile(spaceId, one), lineages.profile(spaceId, other));
  }

  @Override
  public @Nullable LastSend last(SendKey key) {
    int message = message(key);
    return switch (key.subject()) {
      case SendKey.Subject.Profile profile ->
          lastOfLineage(lineages.profile(key.spaceId(), profile.id()), message);
      case SendKey.Subject.Address address -> {
        int number = addresses.find(nameOf(address));
        long row = number < 0 ? -1 : byAddress.find(join(number, message));
        yield row < 0 ? null : read(byAddress, row);
      }
    };
  }

  /** From here on the history says so. */
  public void remember(List<Entry> entries) {
    for (Entry entry : entries) {
      SendKey key = entry.key();
      int message = message(key);
      switch (key.subject()) {
        case SendKey.Subject.Profile profile ->
            write(
                byProfile,
                join(lineages.profile(key.spaceId(), profile.id()), message),
                entry.last());
        case SendKey.Subject.Address address ->
            write(byAddress, join(addresses.of(nameOf(address)), message), entry.last());
      }
    }
  }

  /** Of all rows of a lineage, the one written last. */
  private @Nullable LastSend lastOfLineage(int profile, int message) {
    long latest = -1;
    int member = profile;
    do {
      long row = byProfile.find(join(member, message));
      if (row >= 0
          && (latest < 0
              || byProfile.get(row, ORDER_AND_LEFT) > byProfile.get(latest, ORDER_AND_LEFT))) {
        latest = row;
      }
      member = lineages.next(member);
    } while (member != profile);
    return latest < 0 ? null : read(byProfile, latest);
  }

  private LastSend read(LongTable table, long row) {
    long nanoAndFiner = table.get(row, NANO_AND_FINER);
    var computedAt =
        new Moment(table.get(row, SECOND), (int) (nanoAndFiner >> 32), text((int) nanoAndFiner));
    boolean leftSince = (table.get(row, ORDER_AND_LEFT) & 1) != 0;
    return new LastSend(text((int) table.get(row, VALUE)), computedAt, leftSince);
  }

  private void write(LongTable table, long key, LastSend last) {
    Moment at = last.computedAt();
    long row = table.findOrAdd(key);
    table.set(row, ORDER_AND_LEFT, ++order << 1 | (last.leftSince() ? 1 : 0));
    table.set(row, SECOND, at.epochSecond());
    table.set(row, NANO_AND_FINER, (long) at.nano() << 32 | number(at.finer()));
    table.set(row, VALUE, number(last.value()));
  }

  // Most texts are empty: an audience has no value, an instant no digits beyond nanoseconds.
  private int number(String text) {
    return text.isEmpty() ? 0 : texts.of(text) + 1;
  }

  private String text(int number) {
    return number == 0 ? "" : texts.get(number - 1);
  }

  private int message(SendKey key) {
    var message = new Message(key.spaceId(), key.computationId(), key.destinationId());
    Integer known = messages.putIfAbsent(message, messages.size());
    return known == null ? messages.size() - 1 : known;
  }

  private static String nameOf(SendKey.Subject.Address address) {
    return address.type().length() + ":" + address.type() + address.id();
  }

  private static long join(int subject, int message) {
    return (long) subject << 32 | message;
  }
}
