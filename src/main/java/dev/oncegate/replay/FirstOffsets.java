package dev.oncegate.replay;

import dev.oncegate.codec.MessageOrigin;
import dev.oncegate.codec.RecordedMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a recording begins, by partition of the topic that it is of. */
public record FirstOffsets(String topic, Map<Integer, Long> byPartition) {
  public FirstOffsets {
    byPartition = Map.copyOf(byPartition);
  }

  /**
   * Reads all of a recording for them.
   *
   * @throws InvalidRecordingException if any line has no coordinates, or is of another topic than
   *     the first
   */
  public static FirstOffsets of(Path file) throws InvalidRecordingException, IOException {
    String topic = null;
    Map<Integer, Long> first = new HashMap<>();
    try (Recording recording = Recording.open(file)) {
      for (byte[] line = recording.nextMessage(); line != null; line = recording.nextMessage()) {
        MessageOrigin place = placeOf(line, topic, file, recording.line());
        topic = place.topic();
        first.merge(place.partition(), place.offset(), Math::min);
      }
    }
    if (topic == null) {
      throw new InvalidRecordingException(file, "is empty: there is no update in it");
    }
    return new FirstOffsets(topic, first);
  }

  private static MessageOrigin placeOf(byte[] line, @Nullable String topic, Path file, long number)
      throws InvalidRecordingException {
    MessageOrigin place = RecordedMessage.placeOf(line);
    if (place == null) {
      throw new InvalidRecordingException(
          file, number, "has no topic, partition and offset, as record writes");
    }
    if (topic != null && !topic.equals(place.topic())) {
      throw new InvalidRecordingException(
          file, number, "is of the topic " + place.topic() + ", and lines before of " + topic);
    }
    return place;
  }
}
