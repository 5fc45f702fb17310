package dev.oncegate.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oncegate.crash.check.SameVerdicts.Logged;
import dev.oncegate.crash.check.Send;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a reader saw, in the order in which it saw it. */
final class History {
  private static final ObjectMapper JSON = new ObjectMapper();

  static final String EVENTS = "destination-events";
  static final String DECISIONS = "sync-decisions";

  private final List<Send> sends = new ArrayList<>();
  private final List<Send> decisions = new ArrayList<>();
  private final List<Logged> log = new ArrayList<>();
  private final Set<String> rulebooks = new HashSet<>();
  private final Set<String> oneEventPerId = new HashSet<>();

  History() {
    for (World.Target target : World.TARGETS) {
      if (target.idsPerEvent().equals("one")) {
        oneEventPerId.add(target.id());
      }
    }
  }

  /** Whether a topic is one of those that the history is read from. */
  static boolean isRead(String topic) {
    return topic.equals(EVENTS)
        || topic.startsWith(EVENTS + "-")
        || topic.equals(DECISIONS)
        || topic.equals(World.PARKED);
  }

  /** Takes a message; the answer is the update that was decided, or parked unread; else null. */
  String add(ConsumerRecord<byte[], byte[]> message) {
    String place = message.topic() + "-" + message.partition() + "@" + message.offset();
    if (message.topic().equals(World.PARKED)) {
      String messageId = firstMessageId(new String(message.value(), StandardCharsets.UTF_8));
      sends.add(new Send(World.PARKED, messageId, messageId, place, message.timestamp()));
      return messageId;
    }
    JsonNode json = parse(message.value());
    if (message.topic().equals(DECISIONS)) {
      return addDecision(json, place, message.timestamp());
    }
    String messageId = json.at("/oncegate/sourceMessageId").asText();
    rulebooks.add(json.at("/oncegate/rulebook").asText());
    for (Map.Entry<String, JsonNode> integration : json.get("integrations").properties()) {
      if (integration.getValue().booleanValue()) {
        sends.add(
            new Send(
                integration.getKey(),
                messageId,
                json.get("messageId").asText(),
                place,
                message.timestamp()));
      }
    }
    return messageId;
  }

  private String addDecision(JsonNode json, String place, long timestamp) {
    String messageId = json.get("messageId").asText();
    String destinationId = json.get("destinationId").asText();
    // A decision has no id of its own; that of the update serves.
    decisions.add(new Send(destinationId, messageId, messageId, place, timestamp));
    int events = 0;
    if (json.get("action").asText().equals("SEND")) {
      events = oneEventPerId.contains(destinationId) ? json.get("ids").size() : 1;
    }
    log.add(new Logged(destinationId, messageId, events));
    return messageId;
  }

  /** The first message id in bytes that need not be JSON. */
  static String firstMessageId(String value) {
    int from = value.indexOf("\"m-") + 1;
    return value.substring(from, value.indexOf('"', from));
  }

  private static JsonNode parse(byte[] value) {
    try {
      return JSON.readTree(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Send> sends() {
    return sends;
  }

  /** The sends without what was parked. */
  List<Send> events() {
    return sends.stream().filter(send -> !send.destinationId().equals(World.PARKED)).toList();
  }

  List<Send> decisions() {
    return decisions;
  }

  List<Logged> log() {
    return log;
  }

  Set<String> rulebooks() {
    return rulebooks;
  }

  /** Every place of an event or a decision. */
  Set<String> places() {
    var places = new HashSet<String>();
    for (Send send : sends) {
      places.add(send.place());
    }
    for (Send decision : decisions) {
      places.add(decision.place());
    }
    return places;
  }
}
