package dev.oncegate.bench;

import java.io.IOException;
import javax.management.JMException;
import org.jspecify.annotations.Nullable;

/** A peer's way through an input, from its start to the check of what it made. */
final class Turn {
  private final Peer peer;
  private final Input input;
  private final Peer.Station station;

  Turn(Peer peer, Input input, Peer.Station station) {
    this.peer = peer;
    this.input = input;
    this.station = station;
  }

  /**
   * Runs and checks it.
   *
   * @throws OtherWork if it made anything else than it should
   */
  Measurement run() throws Exception {
    Topics topics = station.servers().topics();
    topics.make(station.output());
    try {
      Measurement measured = measure();
      check(topics);
      return measured;
    } finally {
      topics.removeAll(station.name());
      station.servers().dropDatabase(station.name());
    }
  }

  private Measurement measure() throws Exception {
    try (Running running = peer.start(station);
        Allocation allocation = Allocation.of(running.pid())) {
      var position = new Position(peer, running, station);
      var begin = new Reading(running, allocation, position.await(input.warmUp()));
      var end = new Reading(running, allocation, position.await(input.all()));
      return begin.to(end, Cpu.peakMemoryOf(running.pid()));
    }
  }

  private void check(Topics topics) {
    var output = new Output();
    topics.readAll(station.output(), message -> output.add(message.value()));
    String wrong = output.wrong(input.expectation(), peer.decides());
    if (wrong != null) {
      String example = peer.decides() ? foreign(topics) : null;
      throw new OtherWork(
          "%s did other work: %s%s (its log: %s)"
              .formatted(
                  peer.name(),
                  wrong,
                  example == null ? "" : "; for example, nobody expected " + example,
                  station.log()));
    }
    peer.checkBesides(station, input.expectation().decisions());
  }

  /** An event that nobody expected, if there is one. */
  private @Nullable String foreign(Topics topics) {
    var found = new Output.Foreign(input.expectation());
    topics.readAll(station.output(), message -> found.look(message.value()));
    return found.first();
  }

  /** All counters at one moment. */
  private final class Reading {
    private final long committed;
    private final long nanos = System.nanoTime();
    private final double peerCpu;
    private final double brokerCpu = station.servers().brokerCpuSeconds();
    private final double databaseCpu = station.servers().databaseCpuSeconds();
    private final long allocated;

    Reading(Running running, Allocation allocation, long committed)
        throws IOException, JMException {
      this.committed = committed;
      this.peerCpu = Cpu.secondsOf(running.pid());
      this.allocated = allocation.bytes();
    }

    Measurement to(Reading end, long peakMemory) {
      return new Measurement(
          peer.name(),
          end.committed - committed,
          (end.nanos - nanos) / 1e9,
          end.peerCpu - peerCpu,
          end.brokerCpu - brokerCpu,
          end.databaseCpu - databaseCpu,
          end.allocated - allocated,
          peakMemory);
    }
  }
}
