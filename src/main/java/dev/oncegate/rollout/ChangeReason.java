package dev.oncegate.rollout;

/** Who changes something, and why. */
public record ChangeReason(String author, String reason) {
  public ChangeReason {
    if (author.isBlank() || reason.isBlank()) {
      throw new IllegalArgumentException("a change needs somebody who makes it, and a reason");
    }
  }
}
