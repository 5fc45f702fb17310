package dev.oncegate.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.Value;
import java.io.IOException;

/** Writes the core's values as JSON. */
final class Values {
  private Values() {}

  static void write(JsonGenerator json, String field, Value value) throws IOException {
    json.writeFieldName(field);
    switch (value) {
      case Value.Flag flag -> json.writeBoolean(flag.flag());
      case Value.None _ -> json.writeNull();
      case Value.Numeric number -> json.writeNumber(number.literal());
      case Value.Text text -> json.writeString(text.text());
    }
  }

  static void writeAddress(JsonGenerator json, ExternalId id) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", id.type());
    json.writeStringField("id", id.id());
    json.writeEndObject();
  }
}
