package dev.oncegate.codec.redact;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.Rfc3339;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An array of external ids, read whole before it is written. Where the newest or oldest of a type
 * is chosen and two are of one age, the ids' own order decides, which pseudonyms do not have; so
 * their ages are made to differ, by nanoseconds, in that order.
 */
final class ExternalIdArray {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();
  private static final Instant EARLIEST = Rfc3339.parse("0000-01-01T00:00:00Z");

  /** One field: its text where it is one, and else what is blank in its place. */
  private record Field(String name, @Nullable String text, String blank) {}

  private record Element(List<Field> fields, String blank) {

    @Nullable String text(String name) {
      String last = null;
      for (Field field : fields) {
        if (field.name().equals(name)) {
          last = field.text();
        }
      }
      return last;
    }
  }

  private record TypeAndId(String type, String id) {}

  private final boolean chosenFrom;
  private final List<Element> elements = new ArrayList<>();

  ExternalIdArray(boolean chosenFrom) {
    this.chosenFrom = chosenFrom;
  }

  /** Reads the element that the parser stands at. */
  void read(JsonParser json) throws IOException {
    var fields = new ArrayList<Field>(3);
    String blank = MessageRewriter.blankOf(json.currentToken());
    if (json.currentToken() == JsonToken.START_OBJECT) {
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        JsonToken token = json.nextToken();
        switch (name) {
          case "type", "id", "createdAt" ->
              fields.add(
                  new Field(
                      name,
                      token == JsonToken.VALUE_STRING ? json.getText() : null,
                      MessageRewriter.blankOf(token)));
          default -> {}
        }
        json.skipChildren();
      }
    } else {
      json.skipChildren();
    }
    elements.add(new Element(fields, blank));
  }

  byte[] write(Pseudonyms pseudonyms) throws IOException {
    Map<TypeAndId, Instant> apart = chosenFrom ? toldApart() : Map.of();
    var bytes = new ByteArrayBuilder(128 * elements.size() + 2);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartArray();
      for (Element element : elements) {
        if (element.blank().equals("{}")) {
          write(element, apart, pseudonyms, json);
        } else {
          json.writeRawValue(element.blank());
        }
      }
      json.writeEndArray();
    }
    return bytes.toByteArray();
  }

  private static void write(
      Element element, Map<TypeAndId, Instant> apart, Pseudonyms pseudonyms, JsonGenerator json)
      throws IOException {
    ExternalId known = idOf(element);
    Instant age = known == null ? null : apart.get(new TypeAndId(known.type(), known.id()));
    json.writeStartObject();
    for (Field field : element.fields()) {
      String text = field.text();
      boolean isAge = field.name().equals("createdAt");
      if (isAge && age != null) {
        continue;
      }
      json.writeFieldName(field.name());
      if (text == null) {
        json.writeRawValue(field.blank());
      } else if (field.name().equals("id")) {
        String type = element.text("type");
        json.writeString(pseudonyms.of(type == null ? "" : type, text));
      } else {
        json.writeString(isAge && parsed(text) == null ? "" : text);
      }
    }
    if (age != null) {
      json.writeStringField("createdAt", Rfc3339.format(age));
    }
    json.writeEndObject();
  }

  /** Ids that share their age with others of their type, and the ages by which they do no more. */
  private Map<TypeAndId, Instant> toldApart() {
    var ids = new ArrayList<ExternalId>(elements.size());
    for (Element element : elements) {
      ExternalId id = idOf(element);
      if (id != null) {
        ids.add(id);
      }
    }
    Map<String, List<ExternalId>> byType = new TreeMap<>();
    List<ExternalId> distinct = new ArrayList<>(ExternalId.distinct(ids));
    // By id, which is the order that a tie falls by.
    distinct.sort(ExternalId.BY_KIND_AND_ID);
    for (ExternalId id : distinct) {
      byType.computeIfAbsent(id.kind(), _ -> new ArrayList<>()).add(id);
    }
    Map<TypeAndId, Instant> apart = new HashMap<>();
    byType.values().forEach(ofType -> tellApart(ofType, apart));
    return apart;
  }

  /**
   * Makes each id later than the one before it in the order of age and id, by a nanosecond where it
   * is not later already.
   */
  private static void tellApart(List<ExternalId> ofType, Map<TypeAndId, Instant> apart) {
    var byAge = new ArrayList<>(ofType);
    // Stable: ids of one age stay sorted.
    byAge.sort(ExternalId::compareCreation);
    Instant before = null;
    for (ExternalId id : byAge) {
      Instant known = id.createdAt();
      Instant age = known == null ? EARLIEST : known;
      if (before != null && !age.isAfter(before)) {
        age = before.plusNanos(1);
        apart.put(new TypeAndId(id.type(), id.id()), age);
      }
      before = age;
    }
  }

  private static @Nullable ExternalId idOf(Element element) {
    String type = element.text("type");
    String id = element.text("id");
    String createdAt = element.text("createdAt");
    return type == null || id == null
        ? null
        : new ExternalId(type, id, createdAt == null ? null : parsed(createdAt));
  }

  private static @Nullable Instant parsed(String text) {
    try {
      return Rfc3339.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
