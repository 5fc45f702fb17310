package dev.oncegate.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * How much follows from an update at most, whatever the history says; so it is known before the
 * ledger is asked, and is the same when a batch is tried again.
 *
 * @param events how many; 0 where there are too few to be counted
 * @param tooLarge why the update is parked, since one of its messages could not be sent; null if
 *     all can
 */
record OutputSize(int events, @Nullable ParkReason tooLarge) {
  static final OutputSize SMALL = new OutputSize(0, null);
}
