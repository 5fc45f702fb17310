package dev.oncegate.codec;

import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.Value;
import java.util.List;

/** Writes the core's values as JSON. */
final class ValueWriter {
  private static final JsonBuffer.Name TYPE = new JsonBuffer.Name("type");
  private static final JsonBuffer.Name ID = new JsonBuffer.Name("id");
  private static final int AROUND_ADDRESS = ",{'type':'','id':''}".length();

  private ValueWriter() {}

  static void write(JsonBuffer json, Value value) {
    switch (value) {
      case Value.Flag flag -> json.bool(flag.flag());
      case Value.None _ -> json.nothing();
      case Value.Numeric number -> json.number(number.literal());
      case Value.Text text -> json.string(text.text());
    }
  }

  /** An array of {@code {"type", "id"}}; there can be hundreds of thousands. */
  static void writeAddresses(JsonBuffer json, List<ExternalId> ids) {
    int room = 0;
    for (ExternalId id : ids) {
      room += AROUND_ADDRESS + id.type().length() + id.id().length();
    }
    json.reserve(room).array();
    for (ExternalId id : ids) {
      json.object().name(TYPE).word(id.type()).name(ID).string(id.id()).endObject();
    }
    json.endArray();
  }
}
