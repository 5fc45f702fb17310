package dev.oncegate.pipeline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows and handles what is parked. */
public interface ParkedUpdates {

  /** A parked update, and its bytes. */
  final class WithBytes {
    private final ParkedUpdate update;
    private final byte @Nullable [] key;
    private final byte @Nullable [] value;

    public WithBytes(ParkedUpdate update, byte @Nullable [] key, byte @Nullable [] value) {
      this.update = update;
      this.key = key;
      this.value = value;
    }

    public ParkedUpdate update() {
      return update;
    }

    /** Its original key, or null if it had none. */
    public byte @Nullable [] key() {
      return key;
    }

    /** As many of its original bytes as are kept, or null if it had no value. */
    public byte @Nullable [] value() {
      return value;
    }
  }

  /** What became of an attempt to handle one. */
  sealed interface Answer {}

  /** It is handled. */
  record Done(ParkedUpdate update) implements Answer {}

  /** There is none with that id. */
  record NoSuchUpdate() implements Answer {}

  /** Somebody has handled it before. */
  record Before(ParkedUpdate.Handled handled) implements Answer {}

  /** It cannot be sent back, since not all of its bytes are kept; its origin may still have it. */
  record Incomplete(ParkedUpdate update) implements Answer {}

  /** It cannot be sent back, since it names a topic as its origin that no lane reads. */
  record NoInput(ParkedUpdate update) implements Answer {}

  /**
   * All that is parked, by partition and offset.
   *
   * @param handledToo whether to list those that somebody has handled
   */
  List<ParkedUpdate> list(boolean handledToo);

  /** One of them, or null if there is none with that id. */
  @Nullable WithBytes show(ParkedId id);

  /** Sends one back to where it came from; if it was parked for destinations, for those alone. */
  Answer retry(ParkedId id, String by);

  /** Writes down that one needs nothing more; it stays where it is. */
  Answer discard(ParkedId id, String by);
}
