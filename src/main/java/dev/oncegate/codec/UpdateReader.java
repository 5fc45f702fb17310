package dev.oncegate.codec;

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
  private static final JsonFactory JSON = BoundedJson.factory();

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
    } catch (InvalidFieldException e) {
      return new Parsed.Invalid(e.field(), e.problem());
    } catch (JsonProcessingException e) {
      return new Parsed.Invalid("", "not JSON: " + FaultText.of(e));
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

  private Parsed update() throws IOException, InvalidFieldException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new InvalidFieldException("", "must be a JSON object" + FieldReader.found(json));
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "messageId" ->
            builder.messageId =
                FieldReader.once(field, builder.messageId, FieldReader.filled(json, field));
        case "spaceId" ->
            builder.spaceId =
                FieldReader.once(field, builder.spaceId, FieldReader.name(json, field));
        case "profileId" -> {
          builder.profileIdStart = start();
          builder.profileId =
              FieldReader.once(field, builder.profileId, FieldReader.name(json, field));
          builder.profileIdEnd = end();
        }
        case "computation" ->
            builder.computation = FieldReader.once(field, builder.computation, computation());
        case "value" -> builder.value = FieldReader.once(field, builder.value, value());
        case "trigger" ->
            builder.trigger =
                FieldReader.once(
                    field, builder.trigger, new TriggerReader(json, builder).trigger());
        case "computedAt" ->
            builder.computedAt =
                FieldReader.once(field, builder.computedAt, FieldReader.instant(json, field));
        case "externalIds" -> {
          builder.externalIdsStart = start();
          builder.externalIds =
              FieldReader.once(field, builder.externalIds, externalIds(json, field, builder));
          builder.externalIdsEnd = end();
        }
        case "oncegate" -> builder.lineage = FieldReader.once(field, builder.lineage, lineage());
        default -> json.skipChildren();
      }
    }
    builder.closingBrace = start();
    if (json.nextToken() != null) {
      throw new InvalidFieldException("", "more follows after the JSON object");
    }
    return builder.build(isIdentified);
  }

  private Computation computation() throws IOException, InvalidFieldException {
    FieldReader.expect(json, "computation", JsonToken.START_OBJECT, "an object");
    String id = null;
    String key = null;
    String type = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "id" -> id = FieldReader.name(json, "computation.id");
        case "key" -> key = FieldReader.filled(json, "computation.key");
        case "type" -> type = FieldReader.filled(json, "computation.type");
        default -> json.skipChildren();
      }
    }
    String word = FieldReader.present("computation.type", type);
    Computation.Type known = Computation.Type.of(word);
    if (known == null) {
      throw new InvalidFieldException(
          "computation.type",
          "must be audience, journey, computed_trait or sql_trait, found " + FaultText.quote(word));
    }
    return new Computation(
        FieldReader.present("computation.id", id),
        FieldReader.present("computation.key", key),
        known);
  }

  /** What the identify stage says of the profile besides its ids: {@code {"lineage": [...]}}. */
  private List<String> lineage() throws IOException, InvalidFieldException {
    if (!isIdentified) {
      throw new InvalidFieldException(
          "oncegate", "must not come from outside, since the identify stage adds it");
    }
    FieldReader.expect(json, "oncegate", JsonToken.START_OBJECT, "an object");
    var profiles = new ArrayList<String>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      if (field.equals("lineage")) {
        FieldReader.expect(json, "oncegate.lineage", JsonToken.START_ARRAY, "an array");
        while (json.nextToken() != JsonToken.END_ARRAY) {
          profiles.add(FieldReader.name(json, "oncegate.lineage[" + profiles.size() + "]"));
        }
      } else {
        json.skipChildren();
      }
    }
    return profiles;
  }

  private Value value() throws IOException, InvalidFieldException {
    return switch (json.currentToken()) {
      case VALUE_TRUE -> new Value.Flag(true);
      case VALUE_FALSE -> new Value.Flag(false);
      case VALUE_NULL -> new Value.None();
      case VALUE_STRING -> new Value.Text(FieldReader.text(json, "value"));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(json.getText());
      default ->
          throw new InvalidFieldException(
              "value", "must be a JSON scalar or null" + FieldReader.found(json));
    };
  }

  private static Value number(String literal) throws InvalidFieldException {
    try {
      return new Value.Numeric(literal);
    } catch (NumberFormatException e) {
      throw new InvalidFieldException(
          "value", "is a number out of any range: " + FaultText.quote(literal));
    }
  }

  /** An array of {@code {"type", "id", "createdAt"}}, without those whose id is blank. */
  static List<ExternalId> externalIds(JsonParser json, String field, UpdateBuilder builder)
      throws IOException, InvalidFieldException {
    FieldReader.expect(json, field, JsonToken.START_ARRAY, "an array");
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
      throws IOException, InvalidFieldException {
    String type = null;
    String id = null;
    Instant createdAt = null;
    try {
      FieldReader.expect(json, "", JsonToken.START_OBJECT, "an object");
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "type" -> type = FieldReader.name(json, name);
          case "id" -> id = FieldReader.externalId(json, name);
          case "createdAt" ->
              createdAt =
                  json.currentToken() == JsonToken.VALUE_NULL
                      ? null
                      : FieldReader.instant(json, name);
          default -> json.skipChildren();
        }
      }
      return new ExternalId(
          FieldReader.present("type", type), FieldReader.present("id", id), createdAt);
    } catch (InvalidFieldException e) {
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
