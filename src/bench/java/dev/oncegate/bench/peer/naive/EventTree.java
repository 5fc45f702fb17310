package dev.oncegate.bench.peer.naive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oncegate.core.update.Destination;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the events of an update as JSON trees. */
final class EventTree {
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 3, 9, true)
          .appendLiteral('Z')
          .toFormatter()
          .withZone(ZoneOffset.UTC);

  private record Delivery(
      List<IncomingUpdate.Id> ids, Destination.Call call, Destination.IdsPerEvent idsPerEvent) {}

  private final ObjectMapper mapper;
  private final String rulebook;

  EventTree(ObjectMapper mapper, String rulebook) {
    this.mapper = mapper;
    this.rulebook = rulebook;
  }

  /**
   * All events, in the order of the groups' first destinations.
   *
   * @param sends the ids that each destination gets, destinations in the order of their ids
   */
  List<byte[]> events(IncomingUpdate update, Map<Destination, List<IncomingUpdate.Id>> sends)
      throws JsonProcessingException {
    Map<List<IncomingUpdate.Id>, Map<Delivery, List<Destination>>> groups = new LinkedHashMap<>();
    sends.forEach(
        (destination, ids) ->
            groups
                .computeIfAbsent(ids, it -> new LinkedHashMap<>())
                .computeIfAbsent(
                    new Delivery(ids, destination.call(), destination.idsPerEvent()),
                    it -> new ArrayList<>())
                .add(destination));
    var events = new ArrayList<byte[]>();
    for (Map<Delivery, List<Destination>> deliveries : groups.values()) {
      for (Map.Entry<Delivery, List<Destination>> delivery : deliveries.entrySet()) {
        addEvents(update, delivery.getKey(), delivery.getValue(), events);
      }
    }
    return events;
  }

  private void addEvents(
      IncomingUpdate update, Delivery delivery, List<Destination> destinations, List<byte[]> events)
      throws JsonProcessingException {
    var text = new StringBuilder();
    for (IncomingUpdate.Id id : delivery.ids()) {
      text.append(id.type()).append('\u001F').append(id.id()).append('\u001E');
    }
    String group = hash(text.toString());
    if (delivery.idsPerEvent() == Destination.IdsPerEvent.ALL) {
      events.add(event(update, delivery, destinations, group, "all", delivery.ids()));
    } else {
      for (int i = 0; i < delivery.ids().size(); i++) {
        List<IncomingUpdate.Id> one = List.of(delivery.ids().get(i));
        events.add(event(update, delivery, destinations, group, Integer.toString(i), one));
      }
    }
  }

  private byte[] event(
      IncomingUpdate update,
      Delivery delivery,
      List<Destination> destinations,
      String group,
      String place,
      List<IncomingUpdate.Id> ids)
      throws JsonProcessingException {
    String call = delivery.call().word();
    String unit = "\u001F";
    String parts = String.join(unit, update.messageId(), group, call, "default", place) + unit;
    ObjectNode event = mapper.createObjectNode();
    event.put("messageId", "og-" + hash(parts)).put("type", call);
    if (delivery.call() == Destination.Call.TRACK) {
      event.put("event", name(update));
    }
    IncomingUpdate.Id user = IncomingUpdate.newest(delivery.ids(), "user_id");
    IncomingUpdate.Id anonymous = IncomingUpdate.newest(delivery.ids(), "anonymous_id");
    if (user != null) {
      event.put("userId", user.id());
    } else if (anonymous != null) {
      event.put("anonymousId", anonymous.id());
    }
    if (delivery.call() == Destination.Call.TRACK) {
      event
          .putObject("properties")
          .put(update.isTrait() ? "trait_key" : "audience_key", update.computationKey())
          .set(update.computationKey(), update.value());
    } else {
      event.putObject("traits").set(update.computationKey(), update.value());
    }
    ObjectNode context = event.putObject("context");
    ArrayNode externalIds = context.putArray("externalIds");
    ids.forEach(id -> externalIds.addObject().put("type", id.type()).put("id", id.id()));
    context
        .putObject("personas")
        .put("computation_class", update.computationType())
        .put("computation_id", update.computationId())
        .put("computation_key", update.computationKey())
        .put("space_id", update.spaceId())
        .put("profile_id", update.profileId());
    ObjectNode integrations = event.putObject("integrations").put("All", false);
    destinations.forEach(destination -> integrations.put(destination.id(), true));
    event.put("timestamp", TIMESTAMP.format(update.computedAt()));
    event
        .putObject("oncegate")
        .put("sourceMessageId", update.messageId())
        .put("idGroup", group)
        .put("rulebook", rulebook)
        .put("flow", "dedupe");
    return mapper.writeValueAsBytes(event);
  }

  private static String name(IncomingUpdate update) {
    if (update.isTrait()) {
      return "Trait Computed";
    }
    return update.isMember() ? "Audience Entered" : "Audience Exited";
  }

  private static String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(hash, 16));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
