package dev.oncegate.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.oncegate.core.update.Computation;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.Value;
import dev.oncegate.core.update.VisibleText;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one profile update from JSON in UTF-8. Fields it does not know are passed over; the first
 * field that is wrong ends the reading, and is named.
 */
public final class UpdateReader {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonParser json;
  private final boolean isIdentified;
  private final UpdateBuilder builder = new UpdateBuilder();

  private UpdateReader(JsonParser json, boolean isIdentified) {
    this.json = json;
    this.isIdentified = isIdentified;
  }

  /** Reads a message of {@code compute-output}, which needs no external ids. */
  public static Parsed computed(byte[] message) {
    return read(message, false);
  }

  /** Reads a message of {@code identified-output}, which carries the profile's external ids. */
  public static Parsed identified(byte[] message) {
    return read(message, true);
  }

  private static Parsed read(byte[] message, boolean isIdentified) {
    if (isUtf16(message)) {
      return new Parsed.Invalid("", "not UTF-8, but UTF-16 or UTF-32");
    }
    try (JsonParser json = JSON.createParser(message)) {
      return new UpdateReader(json, isIdentified).update();
    } catch (BadField e) {
      return new Parsed.Invalid(e.field(), e.problem());
    } catch (JsonProcessingException e) {
      return new Parsed.Invalid("", "not JSON: " + Sentences.of(e));
    } catch (IOException _) {
      // The parser reads from memory; what it cannot decode it reports this way.
      return new Parsed.Invalid("", "not UTF-8");
    }
  }

  // The parser would read these too, but the message goes on as the bytes that it is.
  private static boolean isUtf16(byte[] message) {
    return message.length > 1
        && (message[0] == 0 || message[1] == 0 || (message[0] & 0xFE) == 0xFE);
  }

  private Parsed update() throws IOException, BadField {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new BadField("", "must be a JSON object" + Fields.found(json));
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "messageId" ->
            builder.messageId = Fields.once(field, builder.messageId, Fields.filled(json, field));
        case "spaceId" ->
            builder.spaceId = Fields.once(field, builder.spaceId, Fields.name(json, field));
        case "profileId" -> {
          builder.profileIdStart = start();
          builder.profileId = Fields.once(field, builder.profileId, Fields.name(json, field));
          builder.profileIdEnd = end();
        }
        case "computation" ->
            builder.computation = Fields.once(field, builder.computation, computation());
        case "value" -> builder.value = Fields.once(field, builder.value, value());
        case "trigger" ->
            builder.trigger =
                Fields.once(field, builder.trigger, new TriggerReader(json, builder).trigger());
        case "computedAt" ->
            builder.computedAt =
                Fields.once(field, builder.computedAt, Fields.instant(json, field));
        case "externalIds" -> {
          builder.externalIdsStart = start();
          builder.externalIds =
              Fields.once(field, builder.externalIds, externalIds(json, field, builder));
          builder.externalIdsEnd = end();
        }
        case "oncegate" -> builder.lineage = Fields.once(field, builder.lineage, lineage());
        default -> json.skipChildren();
      }
    }
    builder.closingBrace = start();
    if (json.nextToken() != null) {
      throw new BadField("", "more follows after the JSON object");
    }
    return builder.build(isIdentified);
  }

  private Computation computation() throws IOException, BadField {
    Fields.expect(json, "computation", JsonToken.START_OBJECT, "an object");
    String id = null;
    String key = null;
    String type = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "id" -> id = Fields.name(json, "computation.id");
        case "key" -> key = Fields.filled(json, "computation.key");
        case "type" -> type = Fields.filled(json, "computation.type");
        default -> json.skipChildren();
      }
    }
    String word = Fields.present("computation.type", type);
    Computation.Type known = Computation.Type.of(word);
    if (known == null) {
      throw new BadField(
          "computation.type",
          "must be audience, journey, computed_trait or sql_trait, found " + Sentences.quote(word));
    }
    return new Computation(
        Fields.present("computation.id", id), Fields.present("computation.key", key), known);
  }

  /** What the identify stage says of the profile besides its ids: {@code {"lineage": [...]}}. */
  private List<String> lineage() throws IOException, BadField {
    if (!isIdentified) {
      throw new BadField(
          "oncegate", "must not come from outside, since the identify stage adds it");
    }
    Fields.expect(json, "oncegate", JsonToken.START_OBJECT, "an object");
    var profiles = new ArrayList<String>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      if (field.equals("lineage")) {
        Fields.expect(json, "oncegate.lineage", JsonToken.START_ARRAY, "an array");
        while (json.nextToken() != JsonToken.END_ARRAY) {
          profiles.add(Fields.name(json, "oncegate.lineage[" + profiles.size() + "]"));
        }
      } else {
        json.skipChildren();
      }
    }
    return profiles;
  }

  private Value value() throws IOException, BadField {
    return switch (json.currentToken()) {
      case VALUE_TRUE -> new Value.Flag(true);
      case VALUE_FALSE -> new Value.Flag(false);
      case VALUE_NULL -> new Value.None();
      case VALUE_STRING -> new Value.Text(Fields.text(json, "value"));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(json.getText());
      default -> throw new BadField("value", "must be a JSON scalar or null" + Fields.found(json));
    };
  }

  private static Value number(String literal) throws BadField {
    try {
      return new Value.Numeric(literal);
    } catch (NumberFormatException e) {
      throw new BadField("value", "is a number out of any range: " + Sentences.quote(literal));
    }
  }

  /** An array of {@code {"type", "id", "createdAt"}}, without those whose id is blank. */
  static List<ExternalId> externalIds(JsonParser json, String field, UpdateBuilder builder)
      throws IOException, BadField {
    Fields.expect(json, field, JsonToken.START_ARRAY, "an array");
    var ids = new ArrayList<ExternalId>();
    for (int index = 0; json.nextToken() != JsonToken.END_ARRAY; index++) {
      ExternalId id = externalId(json, field, index);
      if (VisibleText.isBlank(id.id())) {
        builder.blankIds++;
      } else {
        ids.add(id);
      }
    }
    return ids;
  }

  private static ExternalId externalId(JsonParser json, String field, int index)
      throws IOException, BadField {
    String type = null;
    String id = null;
    Instant createdAt = null;
    try {
      Fields.expect(json, "", JsonToken.START_OBJECT, "an object");
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "type" -> type = Fields.name(json, name);
          case "id" -> id = Fields.externalId(json, name);
          case "createdAt" ->
              createdAt =
                  json.currentToken() == JsonToken.VALUE_NULL ? null : Fields.instant(json, name);
          default -> json.skipChildren();
        }
      }
      return new ExternalId(Fields.present("type", type), Fields.present("id", id), createdAt);
    } catch (BadField e) {
      throw e.in(field + "[" + index + "]");
    }
  }

  private int start() {
    return (int) json.currentTokenLocation().getByteOffset();
  }

  private int end() throws IOException {
    json.finishToken();
    return (int) json.currentLocation().getByteOffset();
  }
}
