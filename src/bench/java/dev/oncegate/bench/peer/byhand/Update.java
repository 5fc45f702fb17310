package dev.oncegate.bench.peer.byhand;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One profile update. There is one object a task, which {@link UpdateParser} fills again for each
 * message; its texts are stretches of one array, in UTF-8 and without JSON's escapes: the message,
 * and behind it what had to be written anew.
 */
final class Update {
  private static final byte[] USER_ID = "user_id".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ANONYMOUS_ID = "anonymous_id".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] AUDIENCE = {};

  /** Why the update was emitted. */
  enum Trigger {
    VALUE_CHANGED,
    NEW_EXTERNAL_ID,
    PROFILE_MERGE,
    UNKNOWN
  }

  /** What kind of scalar the value is, since its text does not say. */
  enum Kind {
    FLAG,
    NOTHING,
    NUMBER,
    TEXT
  }

  final ByteSink texts = new ByteSink(4096);

  /** Whether JSON writes all texts as they are. */
  boolean plain;

  long messageId;
  long spaceId;
  long profileId;
  long computationId;
  long computationKey;
  long computationType;
  boolean trait;
  long computedAt;
  long value;
  Kind kind = Kind.NOTHING;
  boolean member;
  Trigger trigger = Trigger.UNKNOWN;

  /** Whether any of the profiles of a merge was a member. */
  boolean mergedMember;

  /** The types of the trigger's new ids. */
  long[] newIdTypes = new long[4];

  int newIdCount;

  /** The external ids, of which the first {@link #idCount} count; sorted, each once. */
  Id[] ids = {};

  int idCount;

  private byte @Nullable [] message;

  private final Comparator<Id> newestOfEqualsFirst =
      (a, b) -> {
        int byAddress = compareAddress(a, b);
        return byAddress != 0 ? byAddress : b.created.compareTo(a.created);
      };

  void clear() {
    texts.clear();
    plain = true;
    messageId = 0;
    spaceId = 0;
    profileId = 0;
    computationId = 0;
    computationKey = 0;
    computationType = 0;
    computedAt = 0;
    value = 0;
    trigger = Trigger.UNKNOWN;
    mergedMember = false;
    newIdCount = 0;
    idCount = 0;
    message = null;
  }

  /** One more external id, to be filled in. */
  Id nextId() {
    if (idCount == ids.length) {
      ids = Arrays.copyOf(ids, Math.max(8, 2 * idCount));
      for (int i = idCount; i < ids.length; i++) {
        ids[i] = new Id();
      }
    }
    return ids[idCount++];
  }

  void addNewIdType(long type) {
    if (newIdCount == newIdTypes.length) {
      newIdTypes = Arrays.copyOf(newIdTypes, 2 * newIdCount);
    }
    newIdTypes[newIdCount++] = type;
  }

  /** Sorts the ids by type and value; the same twice counts once, with its newest creation. */
  void sortIds() {
    Arrays.sort(ids, 0, idCount, newestOfEqualsFirst);
    int kept = 0;
    for (int i = 0; i < idCount; i++) {
      if (kept == 0 || compareAddress(ids[kept - 1], ids[i]) != 0) {
        Id repeated = ids[kept];
        ids[kept++] = ids[i];
        ids[i] = repeated;
      }
    }
    idCount = kept;
  }

  private int compareAddress(Id a, Id b) {
    int byType = texts.compare(a.type, b.type);
    return byType != 0 ? byType : texts.compare(a.value, b.value);
  }

  /** What a deduped destination gets once: an audience is one message, a trait one each value. */
  byte[] message() {
    if (!trait) {
      return AUDIENCE;
    }
    byte[] known = message;
    if (known == null) {
      String text = texts.text(value);
      String canonical =
          switch (kind) {
            case FLAG, NOTHING -> text;
            case NUMBER -> new BigDecimal(text).stripTrailingZeros().toString();
            case TEXT -> '"' + text;
          };
      known = canonical.getBytes(StandardCharsets.UTF_8);
      message = known;
    }
    return known;
  }

  /** The newest id of type {@code user_id}, or null. */
  @Nullable Id newestUserId(Id[] group) {
    return newest(group, USER_ID);
  }

  /** The newest id of type {@code anonymous_id}, or null. */
  @Nullable Id newestAnonymousId(Id[] group) {
    return newest(group, ANONYMOUS_ID);
  }

  /** Of equally new ones the last. */
  private @Nullable Id newest(Id[] group, byte[] type) {
    Id newest = null;
    for (Id id : group) {
      if (texts.equals(id.type, type)
          && (newest == null || id.created.compareTo(newest.created) >= 0)) {
        newest = id;
      }
    }
    return newest;
  }
}
