package dev.oncegate.json.redact;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.Moment;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An array of external ids, read whole before it is written. Where the newest or oldest of a type
 * is chosen and two are of one age, the ids' own order decides, which pseudonyms do not have; so
 * their ages are made to differ, by less than any clock shows, in that order.
 */
final class ExternalIdArray {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();
  private static final Moment EARLIEST = Moment.parse("0000-01-01T00:00:00Z");
  private static final int RANK_DIGITS = 7;

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
    String blank = Rewriting.blankOf(json.currentToken());
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
                      Rewriting.blankOf(token)));
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
    Map<TypeAndId, Moment> apart = chosenFrom ? toldApart() : Map.of();
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
      Element element, Map<TypeAndId, Moment> apart, Pseudonyms pseudonyms, JsonGenerator json)
      throws IOException {
    ExternalId known = idOf(element);
    Moment moment = known == null ? null : apart.get(new TypeAndId(known.type(), known.id()));
    json.writeStartObject();
    for (Field field : element.fields()) {
      String text = field.text();
      boolean isAge = field.name().equals("createdAt");
      if (isAge && moment != null) {
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
    if (moment != null) {
      json.writeStringField("createdAt", moment.toString());
    }
    json.writeEndObject();
  }

  /** Ids that share their age with others of their type, and the ages by which they do no more. */
  private Map<TypeAndId, Moment> toldApart() {
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
    Map<TypeAndId, Moment> apart = new HashMap<>();
    byType.values().forEach(ofType -> tellApart(ofType, apart));
    return apart;
  }

  private static void tellApart(List<ExternalId> ofType, Map<TypeAndId, Moment> apart) {
    int digits = finestDigits(ofType);
    Map<Moment, Integer> seen = new HashMap<>();
    int unknown = 0;
    for (ExternalId id : ofType) {
      Moment age = id.createdAt();
      int rank = age == null ? unknown++ : seen.merge(age, 1, Integer::sum) - 1;
      if (rank > 0) {
        apart.put(
            new TypeAndId(id.type(), id.id()), later(age == null ? EARLIEST : age, digits, rank));
      }
    }
  }

  private static int finestDigits(Collection<ExternalId> ids) {
    int digits = 0;
    for (ExternalId id : ids) {
      Moment age = id.createdAt();
      digits = Math.max(digits, age == null ? 0 : age.finer().length());
    }
    return digits;
  }

  /** Later than a moment, and earlier than any that has no more digits. */
  private static Moment later(Moment moment, int digits, int rank) {
    String number = Integer.toString(rank);
    String finer =
        moment.finer()
            + "0".repeat(digits - moment.finer().length() + RANK_DIGITS - number.length())
            + number;
    int end = finer.length();
    while (finer.charAt(end - 1) == '0') {
      end--;
    }
    return new Moment(moment.epochSecond(), moment.nano(), finer.substring(0, end));
  }

  private static @Nullable ExternalId idOf(Element element) {
    String type = element.text("type");
    String id = element.text("id");
    String createdAt = element.text("createdAt");
    return type == null || id == null
        ? null
        : new ExternalId(type, id, createdAt == null ? null : parsed(createdAt));
  }

  private static @Nullable Moment parsed(String text) {
    try {
      return Moment.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
