package dev.oncegate.codec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncegate.core.decide.LastSend;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.decide.SendKey;
import dev.oncegate.core.update.Rfc3339;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A line of a snapshot of the ledger. The first is the head; then come merges and sends; the last
 * says how many, so that a file that was cut is known by it.
 */
public sealed interface LedgerLine {
  /** The version of the format. */
  int VERSION = 1;

  /** Of how addresses are compared; lines of the rule before it have none. */
  int ADDRESS_RULE = 2;

  /**
   * As of when the ledger was looked at.
   *
   * @param offsets by partition, what updates before them wrote
   */
  record Head(@Nullable String topic, Map<Integer, Long> offsets) implements LedgerLine {
    public Head {
      offsets = Map.copyOf(offsets);
    }
  }

  /** Two profiles that are one. */
  record MergeLine(String spaceId, String mergedId, String survivorId) implements LedgerLine {}

  /**
   * What was sent; of several to one person, the last counts.
   *
   * @param formerWriter where it is an address as addresses were compared before, the profile whose
   *     update wrote it, empty where that is not known; else null
   */
  record Sent(SendHistory.Entry entry, @Nullable String formerWriter) implements LedgerLine {}

  /** How many lines of each kind were before this one. */
  record End(long merges, long sends) implements LedgerLine {}

  /** The line in UTF-8, without its end. */
  default byte[] write() {
    return JsonBytes.of(
        json -> {
          json.writeStartObject();
          switch (this) {
            case Head(String topic, Map<Integer, Long> offsets) -> {
              json.writeNumberField("ledger", VERSION);
              if (topic != null) {
                json.writeStringField("topic", topic);
                json.writeObjectFieldStart("asOf");
                for (Map.Entry<Integer, Long> offset : new TreeMap<>(offsets).entrySet()) {
                  json.writeNumberField(offset.getKey().toString(), offset.getValue());
                }
                json.writeEndObject();
              }
            }
            case MergeLine(String spaceId, String mergedId, String survivorId) -> {
              json.writeStringField("spaceId", spaceId);
              json.writeStringField("mergedId", mergedId);
              json.writeStringField("survivorId", survivorId);
            }
            case Sent(SendHistory.Entry(SendKey key, LastSend last), String formerWriter) -> {
              json.writeStringField("spaceId", key.spaceId());
              json.writeStringField("computationId", key.computationId());
              json.writeStringField("destinationId", key.destinationId());
              switch (key.subject()) {
                case SendKey.Subject.Profile(String id) -> json.writeStringField("profileId", id);
                case SendKey.Subject.Address(String type, String id) -> {
                  json.writeStringField("addressType", type);
                  json.writeStringField("address", id);
                  if (formerWriter == null) {
                    json.writeNumberField("addressRule", ADDRESS_RULE);
                  } else if (!formerWriter.isEmpty()) {
                    json.writeStringField("writtenBy", formerWriter);
                  }
                }
              }
              json.writeStringField("value", last.value());
              json.writeStringField("computedAt", Rfc3339.format(last.computedAt()));
              json.writeBooleanField("leftSince", last.leftSince());
            }
            case End(long merges, long sends) -> {
              json.writeBooleanField("end", true);
              json.writeNumberField("merges", merges);
              json.writeNumberField("sends", sends);
            }
          }
          json.writeEndObject();
        });
  }

  /**
   * Reads a line.
   *
   * @throws InvalidJsonException if it is none, with a sentence that says why
   */
  static LedgerLine read(byte[] line) throws InvalidJsonException {
    JsonNode json = StrictJson.parse(line);
    if (json.has("ledger")) {
      if (json.get("ledger").asInt() != VERSION) {
        throw new InvalidJsonException(
            "is of another version of the format: " + json.get("ledger"));
      }
      var offsets = new TreeMap<Integer, Long>();
      for (Map.Entry<String, JsonNode> offset : json.path("asOf").properties()) {
        offsets.put(partition(offset.getKey()), number(offset.getValue(), "asOf"));
      }
      if (!offsets.isEmpty() && !json.has("topic")) {
        throw new InvalidJsonException("topic: missing");
      }
      return new Head(json.has("topic") ? text(json, "topic") : null, offsets);
    }
    if (json.has("end")) {
      return new End(number(json.path("merges"), "merges"), number(json.path("sends"), "sends"));
    }
    if (json.has("mergedId")) {
      return new MergeLine(text(json, "spaceId"), text(json, "mergedId"), text(json, "survivorId"));
    }
    return sent(json);
  }

  private static Sent sent(JsonNode json) throws InvalidJsonException {
    SendKey.Subject subject =
        json.has("profileId")
            ? new SendKey.Subject.Profile(text(json, "profileId"))
            : new SendKey.Subject.Address(text(json, "addressType"), text(json, "address"));
    var key =
        new SendKey(
            text(json, "spaceId"),
            text(json, "computationId"),
            text(json, "destinationId"),
            subject);
    boolean leftSince = json.path("leftSince").asBoolean();
    boolean isFormer = subject instanceof SendKey.Subject.Address && !json.has("addressRule");
    String writer = json.has("writtenBy") ? text(json, "writtenBy") : "";
    return new Sent(
        new SendHistory.Entry(
            key, new LastSend(text(json, "value"), instant(text(json, "computedAt")), leftSince)),
        isFormer ? writer : null);
  }

  private static long number(JsonNode node, String field) throws InvalidJsonException {
    if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
      throw new InvalidJsonException(field + ": must be a number from 0");
    }
    return node.longValue();
  }

  private static int partition(String text) throws InvalidJsonException {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      throw new InvalidJsonException("asOf: " + FaultText.quote(text) + " is no partition");
    }
  }

  private static Instant instant(String text) throws InvalidJsonException {
    try {
      return Rfc3339.parse(text);
    } catch (DateTimeException e) {
      throw new InvalidJsonException(
          "computedAt: must be an RFC 3339 instant, found " + FaultText.quote(text));
    }
  }

  private static String text(JsonNode json, String field) throws InvalidJsonException {
    JsonNode value = json.get(field);
    if (value == null || !value.isTextual()) {
      throw new InvalidJsonException(field + (value == null ? ": missing" : ": must be a string"));
    }
    String fault = Identifier.faultOfText(value.textValue());
    if (fault != null) {
      throw new InvalidJsonException(field + ": " + fault);
    }
    return value.textValue();
  }
}
