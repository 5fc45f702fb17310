package dev.oncegate.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** A peer that is fed at a steady rate, after it has warmed up on a topic of its own. */
final class SteadyTurn {
  // Some updates run in the change from full speed to a steady rate; they are not counted.
  private static final Duration SETTLES = Duration.ofSeconds(3);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int LINGER_MILLIS = 1;
  private static final byte[] IN_AN_EVENT =
      "\"sourceMessageId\":\"m-".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] IN_A_COPY =
      "{\"messageId\":\"m-".getBytes(StandardCharsets.ISO_8859_1);

  private final Peer peer;
  private final Peer.Station station;
  private final double perSecond;
  private final Duration length;
  private final Longs nanos = new Longs();

  /**
   * A turn that has not begun.
   *
   * @param perSecond updates fed
   * @param length for how long events are counted
   */
  SteadyTurn(Peer peer, Peer.Station station, double perSecond, Duration length) {
    this.peer = peer;
    this.station = station;
    this.perSecond = perSecond;
    this.length = length;
  }

  /**
   * Runs it.
   *
   * @param warmUp what it is fed at first, as fast as it can
   * @param steady what it is fed then, each update once
   * @param firstNumber of the steady messages
   */
  Latency run(Workload warmUp, long warmUps, Workload steady, long firstNumber) throws Exception {
    Topics topics = station.servers().topics();
    topics.make(station.input());
    topics.make(station.output());
    try (var feed =
        new Feed(station.servers().bootstrapServers(), station.input(), LINGER_MILLIS)) {
      for (long i = 0; i < warmUps; i++) {
        feed.send(warmUp.next());
      }
      feed.flush();
      try (Running running = peer.start(station)) {
        var position = new Position(peer, running, station);
        long _ = position.await(warmUps);
        long settling = (long) (perSecond * SETTLES.toSeconds());
        long count = settling + (long) (perSecond * length.toSeconds());
        try (KafkaConsumer<byte[], byte[]> reader = topics.readerAtEnd(station.output())) {
          long begin = System.nanoTime();
          var feeding =
              CompletableFuture.runAsync(
                  () -> feed.sendSteadily(steady, begin, count, perSecond),
                  work -> Thread.ofPlatform().start(work));
          var through =
              CompletableFuture.runAsync(
                  () -> awaitAll(feeding, position, warmUps + count),
                  work -> Thread.ofPlatform().start(work));
          while (!through.isDone()) {
            read(reader, begin, firstNumber, settling);
          }
          through.join();
          read(reader, begin, firstNumber, settling);
        }
      }
      return Latency.of(peer.name(), perSecond, nanos);
    } finally {
      topics.removeAll(station.name());
      station.servers().dropDatabase(station.name());
    }
  }

  private static void awaitAll(CompletableFuture<Void> feeding, Position position, long all) {
    feeding.join();
    try {
      long _ = position.await(all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(
      KafkaConsumer<byte[], byte[]> reader, long begin, long firstNumber, long settling) {
    var events = reader.poll(POLL);
    long now = System.nanoTime();
    for (ConsumerRecord<byte[], byte[]> event : events) {
      long number = numberOf(event.value()) - firstNumber;
      if (number >= settling) {
        nanos.add(now - Feed.due(begin, number, perSecond));
      }
    }
  }

  /** The number of the update that an event is of. */
  private long numberOf(byte[] event) {
    byte[] before = peer.decides() ? IN_AN_EVENT : IN_A_COPY;
    int at = peer.decides() ? EventDigest.lastIndexOf(before, event) : 0;
    if (at < 0) {
      throw new OtherWork(peer.name() + " made an event of no update");
    }
    long number = 0;
    for (int i = at + before.length; event[i] >= '0' && event[i] <= '9'; i++) {
      number = 10 * number + event[i] - '0';
    }
    return number;
  }
}
