package dev.oncegate.replay;

import dev.oncegate.core.decide.FormerAddress;
import dev.oncegate.core.decide.LastSend;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.decide.SendKey;
import dev.oncegate.core.update.ProfileUpdate;
import java.time.Instant;
import java.util.ArrayList;
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
  private static final int NANO = 2;
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
  private boolean hasFormer;

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
      case SendKey.Subject.Address address -> lastOf(namesOf(address), message);
    };
  }

  @Override
  public @Nullable LastSend last(SendKey key, FormerAddress former) {
    if (!(key.subject() instanceof SendKey.Subject.Address address)) {
      throw new IllegalArgumentException(key + " is no address");
    }
    List<String> names = namesOf(address);
    if (former.writers().isEmpty()) {
      names.add(formerNameOf(former.address(), ""));
    }
    for (String writer : former.writers()) {
      names.add(formerNameOf(former.address(), writer));
    }
    return lastOf(names, message(key));
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

  /**
   * The history says so of an address as addresses were compared before.
   *
   * @param writer the profile whose update said it first, empty where that is not known
   */
  void rememberFormer(Entry entry, String writer) {
    if (!(entry.key().subject() instanceof SendKey.Subject.Address address)) {
      throw new IllegalArgumentException(entry + " is of no address");
    }
    hasFormer = true;
    int message = message(entry.key());
    write(byAddress, join(addresses.of(formerNameOf(address, "")), message), entry.last());
    if (!writer.isEmpty() && FormerAddress.mayBeSeveral(address)) {
      write(byAddress, join(addresses.of(formerNameOf(address, writer)), message), entry.last());
    }
  }

  /** Of all rows under these names, the one written last. */
  private @Nullable LastSend lastOf(List<String> names, int message) {
    long latest = -1;
    for (String name : names) {
      int number = addresses.find(name);
      latest = later(byAddress, latest, number < 0 ? -1 : byAddress.find(join(number, message)));
    }
    return latest < 0 ? null : read(byAddress, latest);
  }

  private static long later(LongTable table, long one, long other) {
    return other >= 0
            && (one < 0 || table.get(other, ORDER_AND_LEFT) > table.get(one, ORDER_AND_LEFT))
        ? other
        : one;
  }

  /** Of all rows of a lineage, the one written last. */
  private @Nullable LastSend lastOfLineage(int profile, int message) {
    long latest = -1;
    int member = profile;
    do {
      latest = later(byProfile, latest, byProfile.find(join(member, message)));
      member = lineages.next(member);
    } while (member != profile);
    return latest < 0 ? null : read(byProfile, latest);
  }

  private LastSend read(LongTable table, long row) {
    Instant computedAt = Instant.ofEpochSecond(table.get(row, SECOND), table.get(row, NANO));
    boolean leftSince = (table.get(row, ORDER_AND_LEFT) & 1) != 0;
    return new LastSend(text((int) table.get(row, VALUE)), computedAt, leftSince);
  }

  private void write(LongTable table, long key, LastSend last) {
    Instant at = last.computedAt();
    long row = table.findOrAdd(key);
    table.set(row, ORDER_AND_LEFT, ++order << 1 | (last.leftSince() ? 1 : 0));
    table.set(row, SECOND, at.getEpochSecond());
    table.set(row, NANO, at.getNano());
    table.set(row, VALUE, number(last.value()));
  }

  // Most texts are empty: an audience has no value.
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

  private List<String> namesOf(SendKey.Subject.Address address) {
    var names = new ArrayList<String>(2);
    names.add(nameOf(address));
    if (hasFormer) {
      names.add(formerNameOf(address, ""));
    }
    return names;
  }

  private static String nameOf(SendKey.Subject.Address address) {
    return address.type().length() + ":" + address.type() + address.id();
  }

  // Begins with no digit, and so is no other address's name.
  private static String formerNameOf(SendKey.Subject.Address address, String writer) {
    return "former " + writer.length() + ":" + writer + nameOf(address);
  }

  private static long join(int subject, int message) {
    return (long) subject << 32 | message;
  }
}
