package dev.oncegate.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oncegate.json.Finding;
import dev.oncegate.json.NotJson;
import dev.oncegate.json.StrictJson;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads a request's JSON body, or refuses it with a problem that says what is wrong. */
final class JsonBody {
  private static final int MAX_BYTES = 1024 * 1024;

  /** Reads a value from its JSON, and adds to the findings what is wrong with it. */
  interface Reader<T> {
    T read(JsonNode node, List<Finding> findings);
  }

  private JsonBody() {}

  static <T> T read(InputStream body, Reader<T> reader) throws IOException {
    return read(parse(body), reader);
  }

  /**
   * Reads an object that may leave out its id, since the path has it, but may not contradict it.
   */
  static <T> T read(InputStream body, String idField, String id, Reader<T> reader)
      throws IOException {
    JsonNode node = parse(body);
    if (node instanceof ObjectNode object) {
      JsonNode written = object.get(idField);
      if (written == null) {
        object.put(idField, id);
      } else if (written.isTextual() && !written.textValue().equals(id)) {
        throw new Refusal(Problem.invalid(idField, "must be " + id + ", as the path says"));
      }
    }
    return read(node, reader);
  }

  private static <T> T read(JsonNode node, Reader<T> reader) {
    var findings = new ArrayList<Finding>();
    T value = reader.read(node, findings);
    if (!findings.isEmpty()) {
      throw new Refusal(Problem.invalid(findings));
    }
    return value;
  }

  private static JsonNode parse(InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new Refusal(
          Problem.of(
              Response.Status.REQUEST_ENTITY_TOO_LARGE,
              "a JSON body has at most " + MAX_BYTES + " bytes; bulk loads take NDJSON"));
    }
    try {
      return StrictJson.parse(bytes);
    } catch (NotJson e) {
      throw new Refusal(Problem.malformed("the body is not JSON: " + e.getMessage()));
    }
  }
}
