package dev.oncegate.kafka;

import dev.oncegate.pipeline.BatchProcessor;
import dev.oncegate.pipeline.StepProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

  private final TopicAdmin topics;
  private final LaneMeters meters;
  private final StepProbe probe;
  private final List<Lane> lanes = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final StallLog stalls = new StallLog(System::nanoTime, LOG::warn);

  public Lanes(TopicAdmin topics, LaneMeters meters, StepProbe probe) {
    this.topics = topics;
    this.meters = meters;
    this.probe = probe;
  }

  /** Adds lanes of a stage, each with a processor of its own. */
  public void add(int count, LaneSettings settings, Supplier<BatchProcessor> processor) {
    for (int number = 0; number < count; number++) {
      var lane = new Lane(settings, number, topics, processor.get(), probe, meters, stalls);
      meters.watch(lane);
      lanes.add(lane);
      threads.add(Thread.ofPlatform().daemon().name("lane-" + lane.name()).unstarted(lane));
    }
  }

  /** Called when all that lanes work with is ready. */
  public void start() {
    threads.forEach(Thread::start);
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
