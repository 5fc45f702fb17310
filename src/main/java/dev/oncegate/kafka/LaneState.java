package dev.oncegate.kafka;

/** How a lane is. */
public sealed interface LaneState {

  record Starting() implements LaneState {}

  record Running() implements LaneState {}

  /**
   * Tries again and again.
   *
   * @param why in a sentence
   */
  record Stalled(String why) implements LaneState {}

  record Stopped() implements LaneState {}

  /** {@code running}, {@code stalled} and so on. */
  default String word() {
    return switch (this) {
      case Starting _ -> "starting";
      case Running _ -> "running";
      case Stalled _ -> "stalled";
      case Stopped _ -> "stopped";
    };
  }
}
