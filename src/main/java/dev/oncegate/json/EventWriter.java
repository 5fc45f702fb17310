package dev.oncegate.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.oncegate.core.event.OutboundEvent;
import dev.oncegate.core.update.Computation;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.ProfileUpdate;
import java.io.IOException;

/**
 * Writes outbound events as JSON, in the shapes that Segment publishes for audiences and traits.
 */
public final class EventWriter {
  private EventWriter() {}

  /** One event in UTF-8, without a line end. */
  public static byte[] write(OutboundEvent event) {
    return JsonBytes.of(json -> write(event, json));
  }

  private static void write(OutboundEvent event, JsonGenerator json) throws IOException {
    ProfileUpdate update = event.update();
    json.writeStartObject();
    json.writeStringField("messageId", event.messageId());
    json.writeStringField("type", event.call().word());
    switch (event.call()) {
      case TRACK -> json.writeStringField("event", event.name());
      case IDENTIFY -> {}
    }
    if (event.userId() != null) {
      json.writeStringField("userId", event.userId());
    }
    if (event.anonymousId() != null) {
      json.writeStringField("anonymousId", event.anonymousId());
    }
    switch (event.call()) {
      case TRACK -> properties(update, json);
      case IDENTIFY -> traits(update, json);
    }
    context(event, json);
    json.writeObjectFieldStart("integrations");
    json.writeBooleanField("All", false);
    for (Destination destination : event.destinations()) {
      json.writeBooleanField(destination.id(), true);
    }
    json.writeEndObject();
    json.writeStringField("timestamp", update.computedAt().toString());
    json.writeObjectFieldStart("oncegate");
    json.writeStringField("sourceMessageId", update.messageId());
    json.writeStringField("idGroup", event.idGroup());
    json.writeStringField("rulebook", event.rulebook());
    json.writeStringField("flow", "dedupe");
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void properties(ProfileUpdate update, JsonGenerator json) throws IOException {
    Computation computation = update.computation();
    json.writeObjectFieldStart("properties");
    json.writeStringField(
        computation.type().isTrait() ? "trait_key" : "audience_key", computation.key());
    Values.write(json, computation.key(), update.value());
    json.writeEndObject();
  }

  private static void traits(ProfileUpdate update, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("traits");
    Values.write(json, update.computation().key(), update.value());
    json.writeEndObject();
  }

  private static void context(OutboundEvent event, JsonGenerator json) throws IOException {
    ProfileUpdate update = event.update();
    Computation computation = update.computation();
    json.writeObjectFieldStart("context");
    json.writeArrayFieldStart("externalIds");
    for (ExternalId id : event.ids()) {
      Values.writeAddress(json, id);
    }
    json.writeEndArray();
    json.writeObjectFieldStart("personas");
    json.writeStringField("computation_class", computation.type().word());
    json.writeStringField("computation_id", computation.id());
    json.writeStringField("computation_key", computation.key());
    json.writeStringField("space_id", update.spaceId());
    json.writeStringField("profile_id", update.profileId());
    json.writeEndObject();
    json.writeEndObject();
  }
}
