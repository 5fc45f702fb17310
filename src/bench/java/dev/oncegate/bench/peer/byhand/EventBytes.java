package dev.oncegate.bench.peer.byhand;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes events as bytes, into an array that it uses again. */
final class EventBytes {
  private static final int HASH_BYTES = 16;
  private static final byte UNIT_SEPARATOR = 0x1F;
  private static final byte RECORD_SEPARATOR = 0x1E;
  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] MESSAGE_ID = ascii("{\"messageId\":\"og-");
  private static final byte[] ENTERED =
      ascii("\",\"type\":\"track\",\"event\":\"Audience Entered\"");
  private static final byte[] EXITED = ascii("\",\"type\":\"track\",\"event\":\"Audience Exited\"");
  private static final byte[] COMPUTED =
      ascii("\",\"type\":\"track\",\"event\":\"Trait Computed\"");
  private static final byte[] IDENTIFY = ascii("\",\"type\":\"identify\"");
  private static final byte[] USER_ID = ascii(",\"userId\":");
  private static final byte[] ANONYMOUS_ID = ascii(",\"anonymousId\":");
  private static final byte[] AUDIENCE_KEY = ascii(",\"properties\":{\"audience_key\":");
  private static final byte[] TRAIT_KEY = ascii(",\"properties\":{\"trait_key\":");
  private static final byte[] TRAITS = ascii(",\"traits\":{");
  private static final byte[] EXTERNAL_IDS = ascii("},\"context\":{\"externalIds\":[");
  private static final byte[] ID_TYPE = ascii("{\"type\":");
  private static final byte[] ID_VALUE = ascii(",\"id\":");
  private static final byte[] CLASS = ascii("],\"personas\":{\"computation_class\":");
  private static final byte[] COMPUTATION_ID = ascii(",\"computation_id\":");
  private static final byte[] COMPUTATION_KEY = ascii(",\"computation_key\":");
  private static final byte[] SPACE_ID = ascii(",\"space_id\":");
  private static final byte[] PROFILE_ID = ascii(",\"profile_id\":");
  private static final byte[] INTEGRATIONS = ascii("}},\"integrations\":{\"All\":false");
  private static final byte[] TIMESTAMP = ascii("},\"timestamp\":");
  private static final byte[] SOURCE = ascii(",\"oncegate\":{\"sourceMessageId\":");
  private static final byte[] ID_GROUP = ascii(",\"idGroup\":\"");
  private static final byte[] NULL = ascii("null");

  private static final byte[] TRACK_PLACE = ascii("track\u001Fdefault\u001F");
  private static final byte[] IDENTIFY_PLACE = ascii("identify\u001Fdefault\u001F");
  private static final byte[] WHOLE_GROUP = ascii("all");

  private final Update update;
  private final byte[] end;
  private final ByteSink out = new ByteSink(2048);
  private final ByteSink hashed = new ByteSink(512);
  private final ByteSink groupHash = new ByteSink(2 * HASH_BYTES);
  private final MessageDigest sha256;
  private final byte[] digest;

  EventBytes(Update update, String rulebook) {
    this.update = update;
    var tail = new ByteSink(128);
    tail.add(ascii("\",\"rulebook\":"));
    byte[] hash = rulebook.getBytes(StandardCharsets.UTF_8);
    addQuoted(tail, hash, 0, hash.length);
    tail.add(ascii(",\"flow\":\"dedupe\"}}"));
    end = tail.copy();
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    digest = new byte[sha256.getDigestLength()];
  }

  /** Writes all events of a group, each an array of its own. */
  void write(Group group, Consumer<byte[]> publish) {
    hashOf(group);
    Id user = update.newestUserId(group.ids);
    Id anonymous = user == null ? update.newestAnonymousId(group.ids) : null;
    for (List<Target> delivery : group.deliveries) {
      boolean identifies = delivery.get(0).identifies;
      if (!delivery.get(0).oneIdPerEvent) {
        messageIdOf(identifies, WHOLE_GROUP);
        write(identifies, user, anonymous, group.ids, 0, group.ids.length, delivery);
        publish.accept(out.copy());
      } else {
        for (int i = 0; i < group.ids.length; i++) {
          messageIdOf(identifies, ascii(Integer.toString(i)));
          write(identifies, user, anonymous, group.ids, i, i + 1, delivery);
          publish.accept(out.copy());
        }
      }
    }
  }

  private void hashOf(Group group) {
    hashed.clear();
    for (Id id : group.ids) {
      hashed.add(update.texts, id.type);
      hashed.add(UNIT_SEPARATOR);
      hashed.add(update.texts, id.value);
      hashed.add(RECORD_SEPARATOR);
    }
    groupHash.clear();
    addHash(groupHash);
  }

  /** Leaves the event's beginning, up to its message id, in the output. */
  private void messageIdOf(boolean identifies, byte[] place) {
    hashed.clear();
    hashed.add(update.texts, update.messageId);
    hashed.add(UNIT_SEPARATOR);
    hashed.add(groupHash.array(), 0, groupHash.length());
    hashed.add(UNIT_SEPARATOR);
    hashed.add(identifies ? IDENTIFY_PLACE : TRACK_PLACE);
    hashed.add(place);
    hashed.add(UNIT_SEPARATOR);
    out.clear();
    out.add(MESSAGE_ID);
    addHash(out);
  }

  private void write(
      boolean identifies,
      @Nullable Id user,
      @Nullable Id anonymous,
      Id[] ids,
      int from,
      int to,
      List<Target> delivery) {
    out.add(identifies ? IDENTIFY : update.trait ? COMPUTED : update.member ? ENTERED : EXITED);
    if (user != null) {
      out.add(USER_ID);
      text(user.value);
    } else if (anonymous != null) {
      out.add(ANONYMOUS_ID);
      text(anonymous.value);
    }
    if (identifies) {
      out.add(TRAITS);
    } else {
      out.add(update.trait ? TRAIT_KEY : AUDIENCE_KEY);
      text(update.computationKey);
      out.add(',');
    }
    text(update.computationKey);
    out.add(':');
    value();
    out.add(EXTERNAL_IDS);
    for (int i = from; i < to; i++) {
      if (i > from) {
        out.add(',');
      }
      out.add(ID_TYPE);
      text(ids[i].type);
      out.add(ID_VALUE);
      text(ids[i].value);
      out.add('}');
    }
    out.add(CLASS);
    text(update.computationType);
    out.add(COMPUTATION_ID);
    text(update.computationId);
    out.add(COMPUTATION_KEY);
    text(update.computationKey);
    out.add(SPACE_ID);
    text(update.spaceId);
    out.add(PROFILE_ID);
    text(update.profileId);
    out.add(INTEGRATIONS);
    for (Target target : delivery) {
      out.add(target.integration);
    }
    out.add(TIMESTAMP);
    text(update.computedAt);
    out.add(SOURCE);
    text(update.messageId);
    out.add(ID_GROUP);
    out.add(groupHash.array(), 0, groupHash.length());
    out.add(end);
  }

  private void value() {
    switch (update.kind) {
      case TEXT -> text(update.value);
      case FLAG, NUMBER -> out.add(update.texts, update.value);
      case NOTHING -> out.add(NULL);
    }
  }

  private void text(long stretch) {
    if (update.plain) {
      out.add('"');
      out.add(update.texts, stretch);
      out.add('"');
    } else {
      addQuoted(out, update.texts.array(), ByteSink.from(stretch), ByteSink.to(stretch));
    }
  }

  /** Adds a text as JSON. */
  static void addQuoted(ByteSink out, byte[] text, int from, int to) {
    out.add('"');
    for (int i = from; i < to; i++) {
      byte b = text[i];
      switch (b) {
        case '"', '\\' -> {
          out.add('\\');
          out.add(b);
        }
        case '\b' -> addEscape(out, 'b');
        case '\t' -> addEscape(out, 't');
        case '\n' -> addEscape(out, 'n');
        case '\f' -> addEscape(out, 'f');
        case '\r' -> addEscape(out, 'r');
        default -> {
          if (b >= 0 && b < ' ') {
            out.add(ascii("\\u00"));
            out.add(HEX[b >> 4]);
            out.add(HEX[b & 0xF]);
          } else {
            out.add(b);
          }
        }
      }
    }
    out.add('"');
  }

  private static void addEscape(ByteSink out, char letter) {
    out.add('\\');
    out.add(letter);
  }

  private void addHash(ByteSink into) {
    try {
      sha256.update(hashed.array(), 0, hashed.length());
      sha256.digest(digest, 0, digest.length);
    } catch (DigestException e) {
      throw new IllegalStateException("the digest has room for itself", e);
    }
    into.addHex(digest, HASH_BYTES);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
