package dev.oncegate.codec;

import dev.oncegate.codec.JsonBuffer.Name;
import dev.oncegate.core.event.Flow;
import dev.oncegate.core.event.OutboundEvent;
import dev.oncegate.core.update.Computation;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.core.update.Rfc3339;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  // One for each thread: it keeps the bytes to write into, and what was written last.
  private static final ThreadLocal<EventWriter> OF_THREAD =
      ThreadLocal.withInitial(EventWriter::new);

  // The events of an update come one after the other, and so do those of an id group. What they
  // share is written once; where each of thousands of ids gets an event, that is nearly all.
  private @Nullable ProfileUpdate update;
  private @Nullable List<ExternalId> ids;
  private String idGroup = "";
  private @Nullable Flow flow;
  private String rulebook = "";
  private final JsonBuffer properties = new JsonBuffer();
  private final JsonBuffer traits = new JsonBuffer();
  private final JsonBuffer externalIds = new JsonBuffer();
  private final JsonBuffer personas = new JsonBuffer();
  private final JsonBuffer timestamp = new JsonBuffer();
  private final JsonBuffer oncegate = new JsonBuffer();
  private final JsonBuffer json = new JsonBuffer();

  private EventWriter() {}

  /** One event in UTF-8, without a line end. */
  public static byte[] write(OutboundEvent event) {
    EventWriter writer = OF_THREAD.get();
    writer.share(event);
    return writer.written(event);
  }

  private byte[] written(OutboundEvent event) {
    json.clear().object().name(MESSAGE_ID).string(event.messageId());
    json.name(TYPE).word(event.call().word());
    switch (event.call()) {
      case TRACK -> json.name(EVENT).word(event.name());
      case IDENTIFY -> {}
    }
    if (event.userId() != null) {
      json.name(USER_ID).string(event.userId());
    }
    if (event.anonymousId() != null) {
      json.name(ANONYMOUS_ID).string(event.anonymousId());
    }
    switch (event.call()) {
      case TRACK -> json.part(properties);
      case IDENTIFY -> json.part(traits);
    }
    json.name(CONTEXT).object().part(externalIds).part(personas).endObject();
    json.name(INTEGRATIONS).object().name(ALL).bool(false);
    for (Destination destination : event.destinations()) {
      json.name(destination.id()).bool(true);
    }
    return json.endObject().part(timestamp).part(oncegate).endObject().toBytes();
  }

  @SuppressWarnings("ReferenceEquality") // What is another object is just written again.
  private void share(OutboundEvent event) {
    boolean isOfUpdate = update == event.update();
    if (!isOfUpdate) {
      shareUpdate(event.update());
    }
    if (!(isOfUpdate
        && idGroup.equals(event.idGroup())
        && flow == event.flow()
        && rulebook.equals(event.rulebook()))) {
      shareOrigin(event);
    }
    if (ids != event.ids()) {
      shareIds(event.ids());
    }
  }

  private void shareUpdate(ProfileUpdate next) {
    Computation computation = next.computation();
    String key = computation.key();
    properties.clear().name(PROPERTIES).object();
    properties.name(computation.type().isTrait() ? TRAIT_KEY : AUDIENCE_KEY).word(key);
    ValueWriter.write(properties.name(key), next.value());
    properties.endObject();
    traits.clear().name(TRAITS).object();
    ValueWriter.write(traits.name(key), next.value());
    traits.endObject();
    personas.clear().name(PERSONAS).object();
    personas.name(COMPUTATION_CLASS).word(computation.type().word());
    personas.name(COMPUTATION_ID).word(computation.id()).name(COMPUTATION_KEY).word(key);
    personas.name(SPACE_ID).word(next.spaceId());
    personas.name(PROFILE_ID).string(next.profileId()).endObject();
    timestamp.clear().name(TIMESTAMP).string(Rfc3339.format(next.computedAt()));
    update = next;
  }

  private void shareOrigin(OutboundEvent event) {
    oncegate.clear().name(ONCEGATE).object();
    oncegate.name(SOURCE_MESSAGE_ID).string(event.update().messageId());
    oncegate.name(ID_GROUP).string(event.idGroup());
    switch (event.flow()) {
      case DEDUPE -> oncegate.name(RULEBOOK).word(event.rulebook());
      // No rulebook decided.
      case LEGACY -> {}
    }
    oncegate.name(FLOW).word(event.flow().word()).endObject();
    idGroup = event.idGroup();
    flow = event.flow();
    rulebook = event.rulebook();
  }

  private void shareIds(List<ExternalId> next) {
    ValueWriter.writeAddresses(externalIds.clear().name(EXTERNAL_IDS), next);
    ids = next;
  }
}
