package dev.oncegate.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object, read field by field. What is wrong becomes a finding, and a stand-in is
 * returned, so that everything that is wrong is found in one reading; with findings, whoever reads
 * throws the result away.
 */
public final class StrictObject {
  private final JsonNode node;
  private final String path;
  private final List<InputFault> findings;

  private StrictObject(JsonNode node, String path, List<InputFault> findings) {
    this.node = node;
    this.path = path;
    this.findings = findings;
    if (!node.isObject()) {
      findings.add(new InputFault(path, "expected an object, found " + WordParser.kindOf(node)));
    }
  }

  /**
   * Finds fault with anything but an object, and with fields other than these.
   *
   * @param path the way to the object, empty for a text's root
   */
  public StrictObject(JsonNode node, String path, List<InputFault> findings, List<String> fields) {
    this(node, path, findings);
    for (var field : node.properties()) {
      if (!fields.contains(field.getKey())) {
        find(field.getKey(), "unknown field" + NearestWord.hint(field.getKey(), fields));
      }
    }
  }

  /** Finds fault with anything but an object; fields that nobody reads may be there. */
  public static StrictObject withOtherFields(
      JsonNode node, String path, List<InputFault> findings) {
    return new StrictObject(node, path, findings);
  }

  /** The name in a field that must be there. */
  public String id(String field) {
    return checked(field, Identifier::fault);
  }

  /** The value of an external id in a field that must be there. */
  public String externalId(String field) {
    return checked(field, Identifier::faultOfExternalId);
  }

  /** The value of an external id, which may be blank, in a field that must be there. */
  public String externalIdOrBlank(String field) {
    return checked(field, Identifier::faultInMessage);
  }

  private String checked(String field, Function<String, @Nullable String> check) {
    if (node.isObject() && !node.has(field)) {
      find(field, "is missing");
    }
    String text = text(field);
    if (text == null) {
      return "";
    }
    String fault = check.apply(text);
    if (fault != null) {
      find(field, fault);
    }
    return text;
  }

  /** A text of any kind, or what it is when left out. */
  public String text(String field, String leftOut) {
    String text = text(field);
    if (text == null) {
      return leftOut;
    }
    String fault = Identifier.faultOfText(text);
    if (fault != null) {
      find(field, fault);
    }
    return text;
  }

  /** A text as it is, or null if there is none. */
  public @Nullable String text(String field) {
    JsonNode value = node.get(field);
    if (value == null) {
      return null;
    }
    if (!value.isTextual()) {
      find(field, "expected a string, found " + WordParser.kindOf(value));
      return null;
    }
    return value.textValue();
  }

  public boolean flag(String field, boolean leftOut) {
    JsonNode value = node.get(field);
    if (value == null) {
      return leftOut;
    }
    if (!value.isBoolean()) {
      find(field, "expected true or false, found " + WordParser.kindOf(value));
    }
    return value.booleanValue();
  }

  /** One of an enum's constants, written in lower case. */
  public <E extends Enum<E>> E word(String field, E[] values, E leftOut) {
    String text = text(field);
    if (text == null) {
      return leftOut;
    }
    try {
      return WordParser.constant(text, values);
    } catch (IllegalArgumentException e) {
      find(field, String.valueOf(e.getMessage()));
    }
    return leftOut;
  }

  /** A list of identifiers; empty when left out. */
  public List<String> ids(String field, boolean required) {
    JsonNode value = node.get(field);
    var ids = new ArrayList<String>();
    if (value == null) {
      if (required && node.isObject()) {
        find(field, "is missing");
      }
      return ids;
    }
    if (!value.isArray()) {
      find(field, "expected an array of strings, found " + WordParser.kindOf(value));
      return ids;
    }
    for (int i = 0; i < value.size(); i++) {
      JsonNode element = value.get(i);
      String fault =
          element.isTextual()
              ? Identifier.fault(element.textValue())
              : "expected a string, found " + WordParser.kindOf(element);
      if (fault != null) {
        find(field + "[" + i + "]", fault);
      }
      ids.add(element.asText());
    }
    return ids;
  }

  /** An instant, or null if the field is left out or null. */
  public @Nullable Instant instant(String field) {
    JsonNode value = node.get(field);
    if (value == null || value.isNull()) {
      return null;
    }
    String text = text(field);
    if (text == null) {
      return null;
    }
    try {
      return WordParser.instant(text);
    } catch (IllegalArgumentException e) {
      find(field, String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** The elements of an array of objects; none when left out. */
  public Iterable<JsonNode> elements(String field) {
    JsonNode value = node.get(field);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      find(field, "expected an array, found " + WordParser.kindOf(value));
      return List.of();
    }
    return value;
  }

  public void find(String field, String message) {
    findings.add(new InputFault(path.isEmpty() ? field : path + "." + field, message));
  }
}
