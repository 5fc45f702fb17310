package dev.oncegate.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** How far a peer is in its input, by the offsets that its group has committed. */
final class Position {
  private static final long LOOKS_NANOS = Duration.ofMillis(10).toNanos();
  private static final Duration STUCK = Duration.ofMinutes(1);

  private final Peer peer;
  private final Running running;
  private final Peer.Station station;

  Position(Peer peer, Running running, Peer.Station station) {
    this.peer = peer;
    this.running = running;
    this.station = station;
  }

  /**
   * Waits until so many updates are done with; answers how many are.
   *
   * @throws IOException if it ends before, or does not get on
   */
  long await(long wanted) throws IOException {
    long last = -1;
    long since = System.nanoTime();
    while (true) {
      long committed = station.servers().topics().committed(peer.group(station), station.input());
      if (committed >= wanted) {
        return committed;
      }
      long now = System.nanoTime();
      if (committed != last) {
        last = committed;
        since = now;
      }
      if (!running.isAlive()) {
        throw failure("ended by itself", committed, wanted);
      }
      if (now - since > STUCK.toNanos()) {
        throw failure("does not get on", committed, wanted);
      }
      LockSupport.parkNanos(LOOKS_NANOS);
    }
  }

  private IOException failure(String what, long committed, long wanted) {
    return new IOException(
        "%s %s at %,d of %,d updates; its log: %s"
            .formatted(peer.name(), what, committed, wanted, station.log()));
  }
}
