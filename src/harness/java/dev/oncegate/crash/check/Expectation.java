package dev.oncegate.crash.check;

import java.util.Set;

/**
 * What has to go to a destination on account of some updates: so many events, whichever of the
 * updates causes them. No update is in two expectations of a destination.
 *
 * <p>Where updates of several partitions race, only one may be sent and either may win: then they
 * are one expectation.
 *
 * @param messageIds of the updates
 * @param times how often each event goes out: once, or for a destination that is not deduped as
 *     often as the update came in
 * @param eventsEach how many events each time; zero where nothing may be sent
 */
public record Expectation(String destinationId, Set<String> messageIds, int times, int eventsEach) {
  public Expectation {
    messageIds = Set.copyOf(messageIds);
    if (messageIds.isEmpty() || times < 0 || eventsEach < 0) {
      throw new IllegalArgumentException("expects nothing of nobody: " + destinationId);
    }
  }

  int sends() {
    return times * eventsEach;
  }
}
