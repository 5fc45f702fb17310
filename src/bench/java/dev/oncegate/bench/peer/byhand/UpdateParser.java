package dev.oncegate.bench.peer.byhand;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads an update in one pass, without a tree and without strings: nearly all texts are stretches of
 * the message as it is, which the JSON parser only steps over. What is needed and not there is an
 * error that ends the program: a message is never passed over.
 */
final class UpdateParser {
  private static final JsonFactory JSON = new JsonFactory();
  private static final byte[] TRAIT = "_trait".getBytes(StandardCharsets.US_ASCII);

  private final Update update;

  UpdateParser(Update update) {
    this.update = update;
  }

  void parse(byte[] message) {
    update.clear();
    update.texts.add(message);
    try (JsonParser json = JSON.createParser(message)) {
      expect(json.nextToken() == JsonToken.START_OBJECT, "an update is an object");
      for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
        json.nextToken();
        switch (field) {
          case "messageId" -> update.messageId = text(json);
          case "spaceId" -> update.spaceId = text(json);
          case "profileId" -> update.profileId = text(json);
          case "computation" -> computation(json);
          case "value" -> value(json);
          case "trigger" -> trigger(json);
          case "computedAt" -> update.computedAt = computedAt(json);
          case "externalIds" -> externalIds(json);
          default -> json.skipChildren();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("not an update", e);
    }
    expect(
        update.messageId != 0
            && update.spaceId != 0
            && update.profileId != 0
            && update.computationId != 0
            && update.computationKey != 0
            && update.computationType != 0
            && update.value != 0
            && update.computedAt != 0,
        "an update has all its fields");
    update.sortIds();
  }

  private void computation(JsonParser json) throws IOException {
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      json.nextToken();
      switch (field) {
        case "id" -> update.computationId = text(json);
        case "key" -> update.computationKey = text(json);
        case "type" -> {
          update.computationType = text(json);
          update.trait = update.texts.endsWith(update.computationType, TRAIT);
        }
        default -> json.skipChildren();
      }
    }
  }

  private void value(JsonParser json) throws IOException {
    update.kind =
        switch (json.currentToken()) {
          case VALUE_TRUE, VALUE_FALSE -> Update.Kind.FLAG;
          case VALUE_NULL -> Update.Kind.NOTHING;
          case VALUE_STRING -> Update.Kind.TEXT;
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Update.Kind.NUMBER;
          default -> throw new IllegalArgumentException("a value is a scalar");
        };
    update.value = text(json);
    update.member = json.currentToken() != JsonToken.VALUE_FALSE && update.kind != Update.Kind.NOTHING;
  }

  private void trigger(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      JsonToken token = json.nextToken();
      switch (field) {
        case "reason" -> {
          if (token == JsonToken.VALUE_STRING) {
            update.trigger = triggerOf(json.getText());
          }
        }
        case "newExternalIds" -> {
          if (token == JsonToken.START_ARRAY) {
            newExternalIds(json);
          }
        }
        case "mergedProfiles" -> {
          if (token == JsonToken.START_ARRAY) {
            mergedProfiles(json);
          }
        }
        default -> json.skipChildren();
      }
    }
  }

  private static Update.Trigger triggerOf(String reason) {
    return switch (reason) {
      case "value_changed" -> Update.Trigger.VALUE_CHANGED;
      case "new_external_id" -> Update.Trigger.NEW_EXTERNAL_ID;
      case "profile_merge" -> Update.Trigger.PROFILE_MERGE;
      default -> Update.Trigger.UNKNOWN;
    };
  }

  private void newExternalIds(JsonParser json) throws IOException {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
        json.nextToken();
        if (field.equals("type")) {
          update.addNewIdType(text(json));
        } else {
          json.skipChildren();
        }
      }
    }
  }

  private void mergedProfiles(JsonParser json) throws IOException {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
        JsonToken token = json.nextToken();
        if (field.equals("wasMember")) {
          update.mergedMember |= token == JsonToken.VALUE_TRUE;
        } else {
          json.skipChildren();
        }
      }
    }
  }

  private long computedAt(JsonParser json) throws IOException {
    return Instants.inUtc(update.texts, text(json));
  }

  private void externalIds(JsonParser json) throws IOException {
    expect(json.currentToken() == JsonToken.START_ARRAY, "external ids are an array");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      externalId(json, update.nextId());
    }
  }

  private void externalId(JsonParser json, Id id) throws IOException {
    id.type = 0;
    id.value = 0;
    id.created.unknown();
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      JsonToken token = json.nextToken();
      switch (field) {
        case "type" -> id.type = text(json);
        case "id" -> id.value = text(json);
        case "createdAt" -> {
          if (token != JsonToken.VALUE_NULL) {
            id.created.read(update.texts, text(json));
          }
        }
        default -> json.skipChildren();
      }
    }
    expect(id.type != 0 && id.value != 0, "an external id has a type and an id");
  }

  /** The text of a scalar, as a stretch of the update's texts. */
  private long text(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_STRING) {
      // The message is where the texts begin, so that a place in one is the same in the other.
      int quote = (int) json.currentTokenLocation().getByteOffset();
      long untilQuote = update.texts.untilQuote(quote + 1);
      if (untilQuote != ByteSink.ESCAPED) {
        return untilQuote;
      }
    }
    expect(token.isScalarValue(), "a field of an update is a scalar");
    int start = update.texts.length();
    update.plain &=
        update.texts.add(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    return update.texts.since(start);
  }

  private static void expect(boolean held, String what) {
    if (!held) {
      throw new IllegalArgumentException(what);
    }
  }
}
