package dev.oncegate.json;

import dev.oncegate.core.event.OutboundEvent;
import dev.oncegate.core.update.Computation;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.json.JsonBuffer.Name;

/**
 * Writes outbound events as JSON, in the shapes that Segment publishes for audiences and traits.
 */
public final class EventWriter {
  private static final Name MESSAGE_ID = new Name("messageId");
  private static final Name TYPE = new Name("type");
  private static final Name EVENT = new Name("event");
  private static final Name USER_ID = new Name("userId");
  private static final Name ANONYMOUS_ID = new Name("anonymousId");
  private static final Name PROPERTIES = new Name("properties");
  private static final Name TRAIT_KEY = new Name("trait_key");
  private static final Name AUDIENCE_KEY = new Name("audience_key");
  private static final Name TRAITS = new Name("traits");
  private static final Name CONTEXT = new Name("context");
  private static final Name EXTERNAL_IDS = new Name("externalIds");
  private static final Name PERSONAS = new Name("personas");
  private static final Name COMPUTATION_CLASS = new Name("computation_class");
  private static final Name COMPUTATION_ID = new Name("computation_id");
  private static final Name COMPUTATION_KEY = new Name("computation_key");
  private static final Name SPACE_ID = new Name("space_id");
  private static final Name PROFILE_ID = new Name("profile_id");
  private static final Name INTEGRATIONS = new Name("integrations");
  private static final Name ALL = new Name("All");
  private static final Name TIMESTAMP = new Name("timestamp");
  private static final Name ONCEGATE = new Name("oncegate");
  private static final Name SOURCE_MESSAGE_ID = new Name("sourceMessageId");
  private static final Name ID_GROUP = new Name("idGroup");
  private static final Name RULEBOOK = new Name("rulebook");
  private static final Name FLOW = new Name("flow");

  private EventWriter() {}

  /** One event in UTF-8, without a line end. */
  public static byte[] write(OutboundEvent event) {
    ProfileUpdate update = event.update();
    var json = new JsonBuffer();
    json.object().name(MESSAGE_ID).string(event.messageId()).name(TYPE).string(event.call().word());
    switch (event.call()) {
      case TRACK -> json.name(EVENT).string(event.name());
      case IDENTIFY -> {}
    }
    if (event.userId() != null) {
      json.name(USER_ID).string(event.userId());
    }
    if (event.anonymousId() != null) {
      json.name(ANONYMOUS_ID).string(event.anonymousId());
    }
    switch (event.call()) {
      case TRACK -> properties(update, json);
      case IDENTIFY -> traits(update, json);
    }
    context(event, json);
    json.name(INTEGRATIONS).object().name(ALL).bool(false);
    for (Destination destination : event.destinations()) {
      json.name(destination.id()).bool(true);
    }
    json.endObject();
    json.name(TIMESTAMP).string(update.computedAt().toString());
    json.name(ONCEGATE).object().name(SOURCE_MESSAGE_ID).string(update.messageId());
    json.name(ID_GROUP).string(event.idGroup()).name(RULEBOOK).string(event.rulebook());
    json.name(FLOW).string("dedupe").endObject();
    return json.endObject().toBytes();
  }

  private static void properties(ProfileUpdate update, JsonBuffer json) {
    Computation computation = update.computation();
    json.name(PROPERTIES).object();
    json.name(computation.type().isTrait() ? TRAIT_KEY : AUDIENCE_KEY).string(computation.key());
    value(update, json);
    json.endObject();
  }

  private static void traits(ProfileUpdate update, JsonBuffer json) {
    json.name(TRAITS).object();
    value(update, json);
    json.endObject();
  }

  private static void value(ProfileUpdate update, JsonBuffer json) {
    Values.write(json.name(update.computation().key()), update.value());
  }

  private static void context(OutboundEvent event, JsonBuffer json) {
    ProfileUpdate update = event.update();
    Computation computation = update.computation();
    json.name(CONTEXT).object().name(EXTERNAL_IDS).array();
    for (ExternalId id : event.ids()) {
      Values.writeAddress(json, id);
    }
    json.endArray().name(PERSONAS).object();
    json.name(COMPUTATION_CLASS).string(computation.type().word());
    json.name(COMPUTATION_ID).string(computation.id());
    json.name(COMPUTATION_KEY).string(computation.key());
    json.name(SPACE_ID).string(update.spaceId());
    json.name(PROFILE_ID).string(update.profileId());
    json.endObject().endObject();
  }
}
