package dev.oncegate.codec;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.Rfc3339;
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
    var out = new ByteArrayBuilder(message.length + 64 + 96 * externalIds.size());
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
      writeIds(externalIds, out);
    }
    if (!lineage.isEmpty()) {
      out.write(LINEAGE);
      writeTexts(lineage, out);
      out.write('}');
    }
    out.write('}');
    return out.toByteArray();
  }

  private static int copyThenIds(
      byte[] message,
      int from,
      Parsed.Layout layout,
      List<ExternalId> externalIds,
      ByteArrayBuilder out) {
    out.write(message, from, layout.externalIdsStart() - from);
    writeIds(externalIds, out);
    return layout.externalIdsEnd();
  }

  private static void writeTexts(List<String> texts, ByteArrayBuilder out) {
    JsonBytes.write(
        json -> {
          json.writeStartArray();
          for (String text : texts) {
            json.writeString(text);
          }
          json.writeEndArray();
        },
        out);
  }

  private static void writeIds(List<ExternalId> externalIds, ByteArrayBuilder out) {
    JsonBytes.write(
        json -> {
          json.writeStartArray();
          for (ExternalId id : externalIds) {
            json.writeStartObject();
            json.writeStringField("type", id.type());
            json.writeStringField("id", id.id());
            if (id.createdAt() != null) {
              json.writeStringField("createdAt", Rfc3339.format(id.createdAt()));
            }
            json.writeEndObject();
          }
          json.writeEndArray();
        },
        out);
  }
}
