package dev.oncegate.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** One JSON value from a text: a field that is there twice, or text after the value, is refused. */
public final class StrictJson {
  private static final ObjectReader READER =
      JsonMapper.builder(BoundedJson.factory())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  private StrictJson() {}

  public static JsonNode parse(byte[] utf8) throws InvalidJsonException {
    return parse(utf8, 0, utf8.length);
  }

  public static JsonNode parse(byte[] utf8, int from, int length) throws InvalidJsonException {
    JsonNode value;
    try {
      value = READER.readTree(utf8, from, length);
    } catch (JsonProcessingException e) {
      throw new InvalidJsonException(FaultText.problem(e) + where(e));
    } catch (IOException e) {
      throw new InvalidJsonException("not UTF-8");
    }
    if (value.isMissingNode()) {
      throw new InvalidJsonException("nothing is there");
    }
    return value;
  }

  private static String where(JsonProcessingException e) {
    var location = e.getLocation();
    return location == null
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }
}
