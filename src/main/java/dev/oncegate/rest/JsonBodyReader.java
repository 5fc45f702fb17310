package dev.oncegate.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oncegate.codec.InputFault;
import dev.oncegate.codec.InvalidJsonException;
import dev.oncegate.codec.StrictJson;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's JSON body, a record or a list of records, or refuses it with a problem that
 * names everything that is wrong. What the path says of a field the body may leave out, but not
 * contradict. Where a list is wanted, one alone will do.
 */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
public final class JsonBodyReader implements MessageBodyReader<Object> {
  static final int MAX_BYTES = 1024 * 1024;

  private final JsonRecords records;
  private final UriInfo uri;

  JsonBodyReader(JsonRecords records, UriInfo uri) {
    this.records = records;
    this.uri = uri;
  }

  @Override
  public boolean isReadable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
    return type.isRecord() || elementOf(generic) != null;
  }

  @Override
  public Object readFrom(
      Class<Object> type,
      Type generic,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream body)
      throws IOException {
    JsonNode node = parse(body);
    var findings = new ArrayList<InputFault>();
    Class<?> element = elementOf(generic);
    @Nullable Object value =
        element == null
            ? records.read(withPath(node), "", type, findings)
            : elements(node, element, findings);
    if (value == null || !findings.isEmpty()) {
      throw new ProblemException(Problem.invalid(findings));
    }
    return value;
  }

  private List<?> elements(JsonNode node, Class<?> type, List<InputFault> findings) {
    var elements = new ArrayList<@Nullable Object>();
    if (!node.isArray()) {
      elements.add(records.read(node, "", type, findings));
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      elements.add(records.read(node.get(i), "[" + i + "]", type, findings));
    }
    return elements;
  }

  private JsonNode withPath(JsonNode node) {
    if (node instanceof ObjectNode object) {
      uri.getPathParameters()
          .forEach(
              (name, values) -> {
                String inPath = values.getFirst();
                JsonNode inBody = object.get(name);
                if (inBody == null) {
                  object.put(name, inPath);
                } else if (inBody.isTextual() && !inBody.textValue().equals(inPath)) {
                  throw new ProblemException(
                      Problem.invalid(name, "must be " + inPath + ", as the path says"));
                }
              });
    }
    return node;
  }

  private static JsonNode parse(InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new ProblemException(
          Problem.of(
              Response.Status.REQUEST_ENTITY_TOO_LARGE,
              "a JSON body has at most " + MAX_BYTES + " bytes; bulk loads take NDJSON"));
    }
    try {
      return StrictJson.parse(bytes);
    } catch (InvalidJsonException e) {
      throw new ProblemException(Problem.malformed("the body is not JSON: " + e.getMessage()));
    }
  }

  private static @Nullable Class<?> elementOf(Type type) {
    return type instanceof ParameterizedType list
            && list.getRawType() == List.class
            && list.getActualTypeArguments()[0] instanceof Class<?> element
            && element.isRecord()
        ? element
        : null;
  }
}
