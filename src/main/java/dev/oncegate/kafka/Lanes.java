package dev.oncegate.kafka;

import dev.oncegate.core.decide.Rulebook;
import dev.oncegate.core.decide.Situation;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.identity.IdentityService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** All lanes of this process, from start to stop. */
public final class Lanes {
  // Of the time to stop, what is left for a lane that gave up its batch to leave its group.
  private static final Duration FOR_LEAVING = Duration.ofMillis(1500);

  private static final Logger LOG = Logger.getLogger(Lanes.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
  private static final String WATCH = "lanes without work";

  private final TopicBook topics;
  private final LaneMeters meters;
  private final LaneProbe probe;
  private final List<Lane> lanes = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final StallLog stalls = new StallLog(System::nanoTime, LOG::warn);

  public Lanes(TopicBook topics, LaneMeters meters, LaneProbe probe) {
    this.topics = topics;
    this.meters = meters;
    this.probe = probe;
  }

  /** What the sync stage decides with; lanes take the suppliers' answers once a batch. */
  public record Deciding(
      Supplier<Integrations> integrations,
      Supplier<Rulebook> rulebook,
      Ledger ledger,
      Cordon cordon,
      int fanOutLimit,
      Function<Situation, String> inWords,
      boolean decisionLog) {}

  public void addIdentify(int count, LaneSettings settings, IdentityService identities) {
    for (int number = 0; number < count; number++) {
      add(settings, number, new IdentifyWork(identities, topics, meters));
    }
  }

  /** Lanes for either entrance of the sync stage, by the settings' stage. */
  public void addSync(int count, LaneSettings settings, Deciding deciding) {
    for (int number = 0; number < count; number++) {
      Stage stage = settings.stage();
      var detour = new Detour(deciding.cordon(), topics, deciding.fanOutLimit());
      var publisher =
          new SyncPublisher(
              topics,
              detour,
              new Parking(topics, stage),
              deciding.inWords(),
              deciding.decisionLog());
      SyncWork.Entrance entrance =
          stage == Stage.SYNC_SLOW ? new SlowEntrance(deciding.cordon()) : detour;
      add(
          settings,
          number,
          new SyncWork(
              stage,
              deciding.integrations(),
              deciding.rulebook(),
              deciding.ledger(),
              entrance,
              topics,
              publisher,
              meters));
    }
  }

  private void add(LaneSettings settings, int number, Work work) {
    var lane = new Lane(settings, number, topics, work, begun, probe, meters, stalls);
    meters.watch(lane);
    lanes.add(lane);
    threads.add(Thread.ofPlatform().daemon().name("lane-" + lane.name()).unstarted(lane));
  }

  /** Reaches Kafka, while what lanes work with is made ready. */
  public void open() {
    threads.forEach(Thread::start);
  }

  /** Lets the lanes take their first messages. */
  public void begin() {
    begun.countDown();
    if (!lanes.isEmpty()) {
      Thread _ = Thread.ofVirtual().name("oncegate-kafka-watch").start(this::watchKafka);
    }
  }

  /** Lanes without work do not notice that Kafka is away; the others say so themselves. */
  private void watchKafka() {
    try {
      while (!stopped.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS)) {
        if (lanes.stream().allMatch(lane -> lane.state() instanceof LaneState.Running)) {
          try {
            topics.ping(BETWEEN_LOOKS);
            stalls.runs(WATCH);
          } catch (KafkaException e) {
            stalls.stalls(WATCH, "Kafka: " + e.getMessage());
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public List<Lane> all() {
    return List.copyOf(lanes);
  }

  /** Lets batches in hand end, or has them given up, within a time. */
  public void stop(Duration within) {
    lanes.forEach(Lane::stop);
    begun.countDown();
    stopped.countDown();
    long start = System.nanoTime();
    long giveUp = start + within.minus(FOR_LEAVING).toNanos();
    long leave = start + within.toNanos();
    try {
      awaitUntil(giveUp);
      for (int i = 0; i < lanes.size(); i++) {
        // One that has stopped holds no batch any more and is taking its leave.
        if (!(lanes.get(i).state() instanceof LaneState.Stopped)) {
          threads.get(i).interrupt();
        }
      }
      awaitUntil(leave);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitUntil(long nanoTime) throws InterruptedException {
    for (Thread thread : threads) {
      long left = nanoTime - System.nanoTime();
      if (left > 0) {
        boolean _ = thread.join(Duration.ofNanos(left));
      }
    }
  }
}
