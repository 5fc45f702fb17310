package dev.oncegate.json;

import dev.oncegate.core.update.Computation;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.Moment;
import dev.oncegate.core.update.Trigger;
import dev.oncegate.core.update.Value;
import dev.oncegate.core.update.VisibleText;
import dev.oncegate.json.PlainJson.NotPlain;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads updates as nearly all of them are: right, each field once, no escapes. Anything else it
 * leaves to {@link UpdateReader}, which reads or refuses it by a general parser; so this one never
 * says what is wrong, and accepts nothing that the other would not read as the same.
 */
final class PlainReader {
  // In chars, of which none has more than three of the 512 bytes that a name can have.
  private static final int SURELY_SHORT = 512 / 3;

  // Those that most updates have; a batch of them need not be held a thousand times.
  private static final Value TRUE = new Value.Flag(true);
  private static final Value FALSE = new Value.Flag(false);
  private static final Trigger VALUE_CHANGED = new Trigger.ValueChanged();

  private final PlainJson json;
  private final boolean isIdentified;
  private final Draft draft = new Draft();

  private PlainReader(byte[] message, boolean isIdentified) {
    this.json = new PlainJson(message);
    this.isIdentified = isIdentified;
  }

  /** The update; null if it is to be read by a general parser. */
  static @Nullable Parsed read(byte[] message, boolean isIdentified) {
    try {
      return new PlainReader(message, isIdentified).update();
    } catch (NotPlain | BadField | DateTimeException | NumberFormatException _) {
      return null;
    }
  }

  private Parsed update() throws NotPlain, BadField {
    boolean more = json.object();
    while (more) {
      switch (json.name()) {
        case "messageId" -> draft.messageId = once(draft.messageId, filled(json.string()));
        case "spaceId" -> draft.spaceId = once(draft.spaceId, identifier(json.word()));
        case "profileId" -> {
          draft.profileIdStart = json.start();
          draft.profileId = once(draft.profileId, identifier(json.string()));
          draft.profileIdEnd = json.end();
        }
        case "computation" -> draft.computation = once(draft.computation, computation());
        case "value" -> draft.value = once(draft.value, value());
        case "trigger" -> draft.trigger = once(draft.trigger, trigger());
        case "computedAt" -> draft.computedAt = once(draft.computedAt, json.moment());
        case "externalIds" -> {
          draft.externalIdsStart = json.start();
          draft.externalIds = once(draft.externalIds, externalIds());
          draft.externalIdsEnd = json.end();
        }
        case "oncegate" -> draft.lineage = once(draft.lineage, lineage());
        default -> json.skip();
      }
      more = json.more('}');
    }
    draft.closingBrace = json.end() - 1;
    json.expectEnd();
    return draft.whole(isIdentified);
  }

  private Computation computation() throws NotPlain {
    String id = null;
    String key = null;
    String type = null;
    boolean more = json.object();
    while (more) {
      switch (json.name()) {
        case "id" -> id = once(id, identifier(json.word()));
        case "key" -> key = once(key, filled(json.word()));
        case "type" -> type = once(type, json.word());
        default -> json.skip();
      }
      more = json.more('}');
    }
    return new Computation(present(id), present(key), present(Computation.Type.of(present(type))));
  }

  private Value value() throws NotPlain {
    return switch (json.peek()) {
      case 't', 'f' -> json.flag() ? TRUE : FALSE;
      case 'n' -> none();
      case '"' -> new Value.Text(json.string());
      default -> new Value.Numeric(json.number());
    };
  }

  private Value none() throws NotPlain {
    require(json.isNull());
    return new Value.None();
  }

  private Trigger trigger() throws NotPlain {
    String reason = null;
    List<ExternalId> newExternalIds = null;
    List<Trigger.Merged> mergedProfiles = null;
    boolean more = json.object();
    while (more) {
      switch (json.name()) {
        case "reason" -> reason = once(reason, json.word());
        case "newExternalIds" ->
            newExternalIds = onceOrNull(newExternalIds, json.isNull() ? null : externalIds());
        case "mergedProfiles" ->
            mergedProfiles = onceOrNull(mergedProfiles, json.isNull() ? null : mergedProfiles());
        default -> json.skip();
      }
      more = json.more('}');
    }
    return switch (present(reason)) {
      case "value_changed" -> VALUE_CHANGED;
      case "new_external_id" -> new Trigger.NewExternalId(present(newExternalIds));
      case "profile_merge" -> new Trigger.ProfileMerge(present(mergedProfiles));
      default -> new Trigger.Unknown();
    };
  }

  private List<Trigger.Merged> mergedProfiles() throws NotPlain {
    var profiles = new ArrayList<Trigger.Merged>(2);
    boolean more = json.array();
    while (more) {
      profiles.add(merged());
      more = json.more(']');
    }
    return profiles;
  }

  private Trigger.Merged merged() throws NotPlain {
    String mergedId = null;
    Boolean wasMember = null;
    boolean more = json.object();
    while (more) {
      switch (json.name()) {
        case "profileId" -> mergedId = once(mergedId, identifier(json.string()));
        case "wasMember" -> wasMember = once(wasMember, json.flag());
        default -> json.skip();
      }
      more = json.more('}');
    }
    return new Trigger.Merged(present(mergedId), present(wasMember));
  }

  private List<ExternalId> externalIds() throws NotPlain {
    var ids = new ArrayList<ExternalId>(8);
    boolean more = json.array();
    while (more) {
      ids.add(externalId());
      more = json.more(']');
    }
    return ids;
  }

  private ExternalId externalId() throws NotPlain {
    String type = null;
    String id = null;
    Moment createdAt = null;
    boolean more = json.object();
    while (more) {
      switch (json.name()) {
        case "type" -> type = once(type, identifier(json.word()));
        case "id" -> id = once(id, notBlank(identifier(json.string())));
        case "createdAt" -> createdAt = onceOrNull(createdAt, json.isNull() ? null : json.moment());
        default -> json.skip();
      }
      more = json.more('}');
    }
    return new ExternalId(present(type), present(id), createdAt);
  }

  private List<String> lineage() throws NotPlain {
    require(isIdentified);
    List<String> profiles = null;
    boolean more = json.object();
    while (more) {
      if (json.name().equals("lineage")) {
        profiles = once(profiles, profileIds());
      } else {
        json.skip();
      }
      more = json.more('}');
    }
    return profiles == null ? List.of() : profiles;
  }

  private List<String> profileIds() throws NotPlain {
    var profiles = new ArrayList<String>(2);
    boolean more = json.array();
    while (more) {
      profiles.add(identifier(json.string()));
      more = json.more(']');
    }
    return profiles;
  }

  // Half characters and U+0000 do not come without an escape, so that only the length is left.
  private static String identifier(String text) throws NotPlain {
    require(!text.isEmpty() && text.length() <= SURELY_SHORT);
    return text;
  }

  // Left to the other reader, which counts the blank ones.
  private static String notBlank(String id) throws NotPlain {
    require(!VisibleText.isBlank(id));
    return id;
  }

  private static String filled(String text) throws NotPlain {
    require(!text.isEmpty());
    return text;
  }

  private static <T> T once(@Nullable T before, T value) throws NotPlain {
    require(before == null);
    return value;
  }

  // A null that comes after a value would take it back, says the general parser.
  private static <T> @Nullable T onceOrNull(@Nullable T before, @Nullable T value) throws NotPlain {
    require(before == null);
    return value;
  }

  private static <T> T present(@Nullable T value) throws NotPlain {
    if (value == null) {
      throw new NotPlain();
    }
    return value;
  }

  private static void require(boolean holds) throws NotPlain {
    if (!holds) {
      throw new NotPlain();
    }
  }
}
