package dev.oncegate.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.oncegate.core.update.ExternalId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Turns a message of {@code compute-output} into one of {@code identified-output}: the same bytes,
 * but for the profile id and the external ids, so that fields nobody here knows stay untouched.
 */
public final class IdentifiedWriter {
  private static final byte[] EXTERNAL_IDS = ",\"externalIds\":".getBytes(StandardCharsets.UTF_8);
  private static final byte[] LINEAGE =
      ",\"oncegate\":{\"lineage\":".getBytes(StandardCharsets.UTF_8);

  private IdentifiedWriter() {}

  /**
   * The message under a profile id, with external ids, and with the profiles merged into this one
   * where there are any.
   *
   * @param layout of the message, from reading it
   */
  public static byte[] write(
      byte[] message,
      Parsed.Layout layout,
      String profileId,
      List<String> lineage,
      List<ExternalId> externalIds) {
    try (var out = new ByteArrayBuilder(message.length + 64 + 96 * externalIds.size())) {
      boolean replacesIds = layout.externalIdsStart() >= 0;
      boolean idsFirst = replacesIds && layout.externalIdsStart() < layout.profileIdStart();
      int at = 0;
      if (idsFirst) {
        at = copyThenIds(message, at, layout, externalIds, out);
      }
      out.write(message, at, layout.profileIdStart() - at);
      out.write('"');
      out.write(JsonStringEncoder.getInstance().quoteAsUTF8(profileId));
      out.write('"');
      at = layout.profileIdEnd();
      if (replacesIds && !idsFirst) {
        at = copyThenIds(message, at, layout, externalIds, out);
      }
      out.write(message, at, layout.closingBrace() - at);
      if (!replacesIds) {
        out.write(EXTERNAL_IDS);
        out.write(idsOf(externalIds));
      }
      if (!lineage.isEmpty()) {
        out.write(LINEAGE);
        out.write(textsOf(lineage));
        out.write('}');
      }
      out.write('}');
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written", e);
    }
  }

  private static int copyThenIds(
      byte[] message,
      int from,
      Parsed.Layout layout,
      List<ExternalId> externalIds,
      ByteArrayBuilder out)
      throws IOException {
    out.write(message, from, layout.externalIdsStart() - from);
    out.write(idsOf(externalIds));
    return layout.externalIdsEnd();
  }

  private static byte[] textsOf(List<String> texts) {
    return JsonBytes.of(
        json -> {
          json.writeStartArray();
          for (String text : texts) {
            json.writeString(text);
          }
          json.writeEndArray();
        });
  }

  private static byte[] idsOf(List<ExternalId> externalIds) {
    return JsonBytes.of(
        json -> {
          json.writeStartArray();
          for (ExternalId id : externalIds) {
            json.writeStartObject();
            json.writeStringField("type", id.type());
            json.writeStringField("id", id.id());
            if (id.createdAt() != null) {
              json.writeStringField("createdAt", id.createdAt().toString());
            }
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}
