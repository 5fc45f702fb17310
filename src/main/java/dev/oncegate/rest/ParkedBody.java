package dev.oncegate.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oncegate.pipeline.ParkedUpdate;
import dev.oncegate.pipeline.ParkedUpdates;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parked update as JSON.
 *
 * @param destinations those it is parked for; empty where it could not be decided for any
 * @param size of the original in bytes; -1 if it had no value
 * @param whole whether all of its bytes are kept
 * @param key its key, where that is text; only when one is asked for
 * @param value its bytes as text, where they are text; only when one is asked for
 * @param valueBase64 its bytes; only when one is asked for
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ParkedBody(
    String id,
    Instant parkedAt,
    String stage,
    String reason,
    String field,
    String detail,
    List<String> destinations,
    String topic,
    int partition,
    long offset,
    Instant timestamp,
    int size,
    boolean whole,
    @Nullable HandledBody handled,
    @Nullable String key,
    @Nullable String value,
    @Nullable String valueBase64) {

  /** What became of it. */
  @RegisterForReflection
  public record HandledBody(String action, Instant at, String by) {
    static HandledBody of(ParkedUpdate.Handled handled) {
      return new HandledBody(handled.action().word(), handled.at(), handled.by());
    }
  }

  static ParkedBody of(ParkedUpdate update) {
    return of(update, null, null);
  }

  static ParkedBody of(ParkedUpdates.WithBytes parked) {
    return of(parked.update(), parked.key(), parked.value());
  }

  private static ParkedBody of(ParkedUpdate it, byte @Nullable [] key, byte @Nullable [] value) {
    ParkedUpdate.Handled handled = it.handled();
    return new ParkedBody(
        it.id().toString(),
        it.parkedAt(),
        it.stage(),
        it.reason(),
        it.field(),
        it.detail(),
        it.destinations(),
        it.topic(),
        it.partition(),
        it.offset(),
        it.timestamp(),
        it.size(),
        it.whole(),
        handled == null ? null : HandledBody.of(handled),
        text(key),
        text(value),
        value == null ? null : Base64.getEncoder().encodeToString(value));
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }
}
