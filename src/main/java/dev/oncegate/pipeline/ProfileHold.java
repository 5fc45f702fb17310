package dev.oncegate.pipeline;

/**
 * A profile whose updates take the slow way.
 *
 * @param partition of the input
 * @param from the offset of the first update that takes it
 * @param to the offset of the last update that took it
 */
public record ProfileHold(int partition, HeldProfile profile, long from, long to) {

  /** A profile of a space. */
  public record HeldProfile(String spaceId, String id) {}
}
