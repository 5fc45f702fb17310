package dev.oncegate.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes JSON into memory. */
final class JsonBytes {
  // Text is written as UTF-8 throughout, also beyond U+FFFF, where Jackson would escape it.
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

  /** What is to be written. */
  interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  private JsonBytes() {}

  /** The content in UTF-8, without a line end. */
  static byte[] of(Content content) {
    var bytes = new ByteArrayBuilder(1024);
    write(content, bytes);
    return bytes.toByteArray();
  }

  /** Writes the content behind what is there. */
  static void write(Content content, ByteArrayBuilder bytes) {
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      content.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written", e);
    }
  }
}
