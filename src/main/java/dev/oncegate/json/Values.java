package dev.oncegate.json;

import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.Value;

/** Writes the core's values as JSON. */
final class Values {
  private static final JsonBuffer.Name TYPE = new JsonBuffer.Name("type");
  private static final JsonBuffer.Name ID = new JsonBuffer.Name("id");

  private Values() {}

  static void write(JsonBuffer json, Value value) {
    switch (value) {
      case Value.Flag flag -> json.bool(flag.flag());
      case Value.None _ -> json.nothing();
      case Value.Numeric number -> json.number(number.literal());
      case Value.Text text -> json.string(text.text());
    }
  }

  static void writeAddress(JsonBuffer json, ExternalId id) {
    json.object().name(TYPE).word(id.type()).name(ID).string(id.id()).endObject();
  }
}
