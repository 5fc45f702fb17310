package dev.oncegate.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.oncegate.codec.InputFault;
import dev.oncegate.codec.NearestWord;
import dev.oncegate.codec.WordParser;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * JSON objects as records: Jackson binds them, without any coercion, and Bean Validation checks
 * them. What is wrong becomes a finding, so that everything that is wrong is found in one reading.
 */
@Singleton
final class JsonRecords {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(
              new SimpleModule()
                  .addDeserializer(String.class, new Strict<>("a string", JsonRecords::text))
                  .addDeserializer(Boolean.class, new Strict<>("true or false", JsonRecords::flag))
                  .addDeserializer(
                      List.class, new Strict<>("an array of strings", JsonRecords::texts)))
          .addHandler(new UnknownFields())
          .build();

  // How Bean Validation names an element of a list that is itself at fault.
  private static final String ELEMENT = ".<list element>";

  private final Validator validator;

  JsonRecords(Validator validator) {
    this.validator = validator;
  }

  /**
   * Reads a record, and adds to the findings what is wrong with it.
   *
   * @param path the way to the object, empty for a text's root
   * @return null, or worthless, with a finding
   */
  <T> @Nullable T read(JsonNode node, String path, Class<T> type, List<InputFault> findings) {
    if (!node.isObject()) {
      findings.add(new InputFault(path, "expected an object, found " + WordParser.kindOf(node)));
      return null;
    }
    var found = new ArrayList<InputFault>();
    T value = bind(node, type, found);
    Set<String> misread = found.stream().map(InputFault::field).collect(Collectors.toSet());
    for (ConstraintViolation<T> violation : validator.validate(value)) {
      String field = violation.getPropertyPath().toString().replace(ELEMENT, "");
      // What is of a wrong type was left out, and is not missing besides.
      if (!misread.contains(field)) {
        found.add(new InputFault(field, violation.getMessage()));
      }
    }
    if (found.isEmpty()) {
      return value;
    }
    found.sort(inOrderOf(type));
    for (InputFault it : found) {
      String field = path.isEmpty() ? it.field() : path + "." + it.field();
      findings.add(new InputFault(field, it.message()));
    }
    return value;
  }

  private static <T> T bind(JsonNode node, Class<T> type, List<InputFault> findings) {
    try {
      return MAPPER
          .readerFor(type)
          .withAttribute(InputFault.class, findings)
          .readValue(MAPPER.treeAsTokens(node));
    } catch (IOException e) {
      throw new IllegalStateException("no JSON object is a " + type.getSimpleName(), e);
    }
  }

  /** Fields that the record does not have come first. */
  private static Comparator<InputFault> inOrderOf(Class<?> type) {
    List<String> fields =
        Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    return Comparator.<InputFault>comparingInt(
            it -> fields.indexOf(it.field().replaceFirst("\\[.*", "")))
        .thenComparing(InputFault::field);
  }

  private static @Nullable String text(JsonNode node, String field, List<InputFault> findings) {
    return node.textValue();
  }

  private static @Nullable Boolean flag(JsonNode node, String field, List<InputFault> findings) {
    return node.isBoolean() ? node.booleanValue() : null;
  }

  private static @Nullable List<String> texts(
      JsonNode node, String field, List<InputFault> findings) {
    if (!node.isArray()) {
      return null;
    }
    var texts = new ArrayList<String>();
    for (JsonNode element : node) {
      if (!element.isTextual()) {
        findings.add(mismatch(field + "[" + texts.size() + "]", "a string", element));
      }
      texts.add(element.asText());
    }
    return texts;
  }

  private static InputFault mismatch(String field, String wanted, JsonNode found) {
    return new InputFault(field, "expected " + wanted + ", found " + WordParser.kindOf(found));
  }

  @SuppressWarnings("unchecked") // Only bind sets the attribute.
  private static List<InputFault> findings(DeserializationContext context) {
    return (List<InputFault>) context.getAttribute(InputFault.class);
  }

  /** A value that must be of one kind of JSON; anything else, null too, is a finding. */
  private static final class Strict<T> extends JsonDeserializer<T> {
    /** Null if it is of another kind. */
    interface Reader<T> {
      @Nullable T read(JsonNode node, String field, List<InputFault> findings);
    }

    private final String wanted;
    private final Reader<T> reader;

    Strict(String wanted, Reader<T> reader) {
      this.wanted = wanted;
      this.reader = reader;
    }

    @Override
    public @Nullable T deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      String field = parser.currentName();
      JsonNode node = context.readTree(parser);
      T value = reader.read(node, field, findings(context));
      if (value == null) {
        findings(context).add(mismatch(field, wanted, node));
      }
      return value;
    }

    @Override
    public @Nullable T getNullValue(DeserializationContext context) {
      // Also asked for what became null because of its kind.
      JsonParser parser = context.getParser();
      if (parser.hasToken(JsonToken.VALUE_NULL)) {
        findings(context)
            .add(
                mismatch(
                    parser.getParsingContext().getCurrentName(), wanted, NullNode.getInstance()));
      }
      return null;
    }

    @Override
    public @Nullable Object getAbsentValue(DeserializationContext context) {
      return null;
    }
  }

  private static final class UnknownFields extends DeserializationProblemHandler {
    @Override
    public boolean handleUnknownProperty(
        DeserializationContext context,
        JsonParser parser,
        JsonDeserializer<?> deserializer,
        Object record,
        String field)
        throws IOException {
      List<String> fields =
          deserializer.getKnownPropertyNames().stream().map(String::valueOf).toList();
      findings(context)
          .add(new InputFault(field, "unknown field" + NearestWord.hint(field, fields)));
      parser.skipChildren();
      return true;
    }
  }
}
