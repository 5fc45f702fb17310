package dev.oncegate.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class JsonBufferPropertiesTest {
  private static final JsonFactory JACKSON =
      JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

  @Property
  void anyTextIsWrittenAsJacksonWritesIt(@ForAll("texts") String name, @ForAll("texts") String text)
      throws IOException {
    var written = new ByteArrayOutputStream();
    try (JsonGenerator json = JACKSON.createGenerator(written)) {
      json.writeStartObject();
      json.writeStringField(name, text);
      json.writeArrayFieldStart("a");
      json.writeString(text);
      json.writeString(text);
      json.writeEndArray();
      json.writeNullField("n");
      json.writeStringField("w", text);
      json.writeStringField("w", name);
      json.writeEndObject();
    }
    var json = new JsonBuffer();
    json.object().name(name).string(text);
    json.name(new JsonBuffer.Name("a")).array().string(text).string(text).endArray();
    var part = new JsonBuffer();
    part.name("w").word(text).name("w").word(name);
    json.name("n").nothing().part(part).endObject();
    assertThat(json.toBytes())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(written.toString(StandardCharsets.UTF_8));
    assertThat(json.toBytes()).isEqualTo(written.toByteArray());
  }

  @Test
  void emptyObjectsAndArraysHaveNoCommas() {
    var json = new JsonBuffer();
    json.array().object().endObject().array().endArray().bool(false).number("-1.50").endArray();
    assertThat(json.toBytes()).asString().isEqualTo("[{},[],false,-1.50]");
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> any =
        Arbitraries.oneOf(
                Arbitraries.integers().between(0, 0x7F),
                Arbitraries.integers().between(0, Character.MAX_CODE_POINT))
            .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
            .map(Character::toString);
    return any.list().ofMaxSize(80).map(points -> String.join("", points));
  }
}
