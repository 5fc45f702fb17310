package dev.oncegate.replay;

import dev.oncegate.core.decide.FormerAddress;
import dev.oncegate.core.decide.LastSend;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.decide.SendKey;
import dev.oncegate.core.update.ProfileUpdate;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;

/**
 * A send history that lives as long as a replay. Whoever replays has it heed an update before
 * deciding, since a merge counts for its own update, and remember the outcome after.
 */
public final class InMemoryHistory implements SendHistory {
  private static final StringDataType TEXT = StringDataType.INSTANCE;

  /**
   * What was sent last under a key.
   *
   * @param order the later, the larger
   */
  private record OrderedSend(long order, LastSend last) implements SpillingMap.Storable {
    static OrderedSend read(ByteBuffer in) {
      long order = DataUtils.readVarLong(in);
      boolean leftSince = in.get() != 0;
      Instant computedAt = Instant.ofEpochSecond(in.getLong(), DataUtils.readVarInt(in));
      return new OrderedSend(order, new LastSend(TEXT.read(in), computedAt, leftSince));
    }

    @Override
    public void write(WriteBuffer out) {
      Instant computedAt = last.computedAt();
      out.putVarLong(order).put((byte) (last.leftSince() ? 1 : 0));
      out.putLong(computedAt.getEpochSecond()).putVarInt(computedAt.getNano());
      TEXT.write(out, last.value());
    }

    @Override
    public int memory() {
      return 96 + TEXT.getMemory(last.value());
    }
  }

  private final RecordedLineages lineages;
  // A send stays under the profile it was written for; which others it counts for, merges say.
  private final SpillingMap<OrderedSend> sends = new SpillingMap<>(OrderedSend::read);
  private long order;
  private boolean hasFormer;

  public InMemoryHistory() {
    this(new RecordedLineages());
  }

  /** A history whose merges are told to the lineages, not to it. */
  InMemoryHistory(RecordedLineages lineages) {
    this.lineages = lineages;
  }

  /** Takes note of the merge that an update tells of, if it does. */
  public void heed(ProfileUpdate update) {
    lineages.heed(update);
  }

  /** Two profiles are one, as merges before the replay have it. */
  void unite(String spaceId, String one, String other) {
    lineages.unite(RecordedLineages.key(spaceId, one), RecordedLineages.key(spaceId, other));
  }

  @Override
  public @Nullable LastSend last(SendKey key) {
    OrderedSend sent =
        switch (key.subject()) {
          case SendKey.Subject.Profile profile -> ofLineage(profile, key);
          case SendKey.Subject.Address address -> ofAddress(address, key);
        };
    return sent == null ? null : sent.last();
  }

  @Override
  public @Nullable LastSend last(SendKey key, FormerAddress former) {
    OrderedSend latest = ofAddress(addressOf(key), key);
    if (former.writers().isEmpty()) {
      latest = later(latest, sends.get(formerKey(former.address(), "", key)));
    }
    for (String writer : former.writers()) {
      latest = later(latest, sends.get(formerKey(former.address(), writer, key)));
    }
    return latest == null ? null : latest.last();
  }

  /** From here on the history says so. */
  public void remember(List<Entry> entries) {
    for (Entry entry : entries) {
      SendKey key = entry.key();
      write(
          switch (key.subject()) {
            case SendKey.Subject.Profile profile ->
                keyOf(RecordedLineages.key(key.spaceId(), profile.id()), key);
            case SendKey.Subject.Address address -> keyOf(address, key);
          },
          entry.last());
    }
  }

  /**
   * The history says so of an address as addresses were compared before.
   *
   * @param writer the profile whose update said it first, empty where that is not known
   */
  void rememberFormer(Entry entry, String writer) {
    SendKey.Subject.Address address = addressOf(entry.key());
    hasFormer = true;
    write(formerKey(address, "", entry.key()), entry.last());
    if (!writer.isEmpty() && FormerAddress.mayBeSeveral(address)) {
      write(formerKey(address, writer, entry.key()), entry.last());
    }
  }

  private void write(String key, LastSend last) {
    sends.put(key, new OrderedSend(++order, last));
  }

  /** Of all sends of a lineage, the one written last. */
  private @Nullable OrderedSend ofLineage(SendKey.Subject.Profile profile, SendKey key) {
    String first = RecordedLineages.key(key.spaceId(), profile.id());
    OrderedSend latest = null;
    String member = first;
    do {
      latest = later(latest, sends.get(keyOf(member, key)));
      member = lineages.next(member);
    } while (!member.equals(first));
    return latest;
  }

  private @Nullable OrderedSend ofAddress(SendKey.Subject.Address address, SendKey key) {
    OrderedSend now = sends.get(keyOf(address, key));
    return hasFormer ? later(now, sends.get(formerKey(address, "", key))) : now;
  }

  private static @Nullable OrderedSend later(
      @Nullable OrderedSend one, @Nullable OrderedSend other) {
    return one == null || (other != null && other.order() > one.order()) ? other : one;
  }

  private static SendKey.Subject.Address addressOf(SendKey key) {
    if (key.subject() instanceof SendKey.Subject.Address address) {
      return address;
    }
    throw new IllegalArgumentException(key + " is no address");
  }

  // A profile's key has four parts, an address's five, a former address's six: they never meet.
  private static String keyOf(SendKey.Subject.Address address, SendKey key) {
    return keyOf(join(key.spaceId(), address.type(), address.id()), key);
  }

  private static String formerKey(SendKey.Subject.Address address, String writer, SendKey key) {
    return keyOf(join(key.spaceId(), writer, address.type(), address.id()), key);
  }

  private static String keyOf(String subject, SendKey key) {
    return join(subject, key.computationId(), key.destinationId());
  }

  private static String join(String... parts) {
    return String.join(String.valueOf(RecordedLineages.SEPARATOR), parts);
  }
}
