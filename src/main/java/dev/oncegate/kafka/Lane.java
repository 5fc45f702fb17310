package dev.oncegate.kafka;

import dev.oncegate.core.DependencyUnavailableException;
import dev.oncegate.pipeline.BatchProcessor;
import dev.oncegate.pipeline.ParkReason;
import dev.oncegate.pipeline.PreparedBatch;
import dev.oncegate.pipeline.StepProbe;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One consumer, one transactional producer, and the work between them, on a thread of its own.
 *
 * <p>A batch is either through, which is one committed transaction, or given up and read again;
 * between two polls there is nothing half done. So partitions, which move only while polling, move
 * freely. After a failure that leaves open what Kafka has committed, the lane settles that with
 * Kafka and takes its offsets from there: it never assumes.
 */
public final class Lane implements Runnable {
  private static final Logger LOG = Logger.getLogger(Lane.class);

  private static final Duration POLL = Duration.ofMillis(500);
  // Until a lane runs: what it waits for is mostly said in one poll, and heeded behind it.
  private static final Duration SHORT_POLL = Duration.ofMillis(50);
  private static final Duration JOINS_WITHIN = Duration.ofSeconds(5);
  // Who leaves while the group is being joined is heard only when all have joined. If it were cut
  // off before, its partitions would be nobody's for the session timeout.
  private static final Duration LEAVE = Duration.ofSeconds(3);

  private final LaneSettings settings;
  private final String name;
  private final String clientId;
  private final TopicAdmin topics;
  private final BatchProcessor processor;
  private final StepProbe probe;
  private final LaneMeters meters;
  private final StallLog stalls;
  private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
  private final FailingMessages failing = new FailingMessages();
  private GroupMembership membership = new GroupMembership();

  private boolean hasPolled;
  private boolean isReplaced;
  private PolledMessages inHand = PolledMessages.NONE;
  // How often partitions had come or gone when the first in hand was polled.
  private int inHandSince;
  private volatile boolean stopping;
  // Set while there is one, for whoever stops the lane.
  private volatile @Nullable KafkaConsumer<byte[], byte[]> polling;
  private volatile LaneState state = new LaneState.Starting();
  private volatile @Nullable String lastFailed;

  Lane(
      LaneSettings settings,
      int number,
      TopicAdmin topics,
      BatchProcessor processor,
      StepProbe probe,
      LaneMeters meters,
      StallLog stalls) {
    this.settings = settings;
    this.name = settings.stage().word() + "-" + number;
    this.clientId = settings.instance() + "-" + name;
    this.topics = topics;
    this.processor = processor;
    this.probe = probe;
    this.meters = meters;
    this.stalls = stalls;
  }

  /** The stage and the lane's number. */
  public String name() {
    return name;
  }

  public LaneState state() {
    return state;
  }

  /** Which message was parked last since it fails, and how it fails; null if none was. */
  public @Nullable String lastFailed() {
    return lastFailed;
  }

  /** Lets the batch in hand come to its end, and no other begin. */
  void stop() {
    stopping = true;
    KafkaConsumer<byte[], byte[]> consumer = polling;
    if (consumer != null) {
      consumer.wakeup();
    }
  }

  @Override
  public void run() {
    try {
      while (!stopping) {
        awaitOnlyOneOfTheName();
        KafkaConsumer<byte[], byte[]> consumer = open();
        if (consumer != null) {
          work(consumer);
        }
      }
    } catch (WakeupException | InterruptException _) {
      // Only whoever stops the lane does either.
    }
    state = new LaneState.Stopped();
  }

  /** A consumer, as soon as one can be made; null if the lane is stopped before. */
  private @Nullable KafkaConsumer<byte[], byte[]> open() {
    while (!stopping) {
      try {
        membership = new GroupMembership();
        KafkaConsumer<byte[], byte[]> consumer =
            KafkaClients.consumer(settings, clientId, membership);
        polling = consumer;
        return consumer;
      } catch (KafkaException e) {
        // No broker's name can be resolved yet.
        stalled("Kafka: " + sentence(e.getCause() == null ? e : e.getCause()));
        LockSupport.parkNanos(backoff.next().toNanos());
      }
    }
    return null;
  }

  /** Until the lane is stopped, its topic is another, or it met what it knows nothing of. */
  private void work(KafkaConsumer<byte[], byte[]> consumer) {
    hasPolled = false;
    var partitions = new InputPartitions(settings, topics, processor, consumer, failing::forget);
    try {
      while (!stopping) {
        live(consumer, partitions);
      }
      state = new LaneState.Stopped();
    } catch (WakeupException | InterruptException e) {
      // Whoever waits for the lane need not wait for its good-bye.
      state = new LaneState.Stopped();
      throw e;
    } catch (FencedInstanceIdException _) {
      isReplaced = true;
    } catch (TopicReplacedException e) {
      LOG.warnf("lane %s gives up its batch: %s", name, e.getMessage());
    } catch (RuntimeException | Error e) {
      // Whatever it is, no message is skipped for it, and it may pass.
      LOG.errorf(e, "lane %s begins anew: it met what it knows nothing of", name);
      stalled(sentence(e));
      LockSupport.parkNanos(backoff.next().toNanos());
    } finally {
      // An interrupted thread would not even say good-bye to its group.
      boolean _ = Thread.interrupted();
      leave(consumer);
    }
  }

  /** Yields to the one that came later, since two that take turns would both do nothing. */
  private void awaitOnlyOneOfTheName() {
    String why =
        "another live process is called "
            + settings.instance()
            + " (oncegate.instance), and has taken the place of this one, which goes on when that"
            + " one has ended; processes need names of their own";
    while (isReplaced && !stopping) {
      stalled(why);
      LockSupport.parkNanos(backoff.next().toNanos());
      try {
        isReplaced = topics.hasMember(settings.stage().group(), clientId);
      } catch (KafkaException e) {
        LOG.debugf(e, "lane %s cannot ask for the members of its group", name);
      }
    }
  }

  /**
   * Leaves the group, once it has joined: of one that went before it was told its name there, Kafka
   * would not know that it is gone, and all others would wait for it.
   */
  private void leave(KafkaConsumer<byte[], byte[]> consumer) {
    long until = System.nanoTime() + LEAVE.toNanos();
    while (hasPolled
        && consumer.groupMetadata().generationId() < 0
        && System.nanoTime() - until < 0) {
      try {
        ConsumerRecords<byte[], byte[]> _ = consumer.poll(SHORT_POLL);
      } catch (KafkaException e) {
        // A call to stop that came between two polls ends the first of these.
        LOG.debugf(e, "lane %s has not joined its group yet, and is to leave it", name);
      }
    }
    // Also where a member of its name could come back: its partitions are to go on at once.
    consumer.close(
        CloseOptions.timeout(LEAVE)
            .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
  }

  /** From opening a writer until a failure that leaves open what became of it. */
  private void live(KafkaConsumer<byte[], byte[]> consumer, InputPartitions partitions) {
    try {
      topics.open();
      try (var out = new TransactionalWriter(KafkaClients.producer(settings, clientId), probe)) {
        partitions.subscribe();
        backToCommitted(partitions);
        hasPolled = true;
        while (!stopping) {
          turn(consumer, partitions, out);
        }
      }
    } catch (WakeupException | InterruptException | FencedInstanceIdException e) {
      throw e;
    } catch (KafkaException e) {
      stall(consumer, partitions, "Kafka: " + sentence(e));
    } catch (DependencyUnavailableException e) {
      stall(consumer, partitions, sentence(e));
    }
  }

  private void turn(
      KafkaConsumer<byte[], byte[]> consumer, InputPartitions partitions, TransactionalWriter out) {
    partitions.place();
    poll(consumer, partitions);
    meters.lag(name, partitions.lag());
    if (inHand.isEmpty()) {
      rest(partitions, out);
      return;
    }
    long start = System.nanoTime();
    List<ConsumerRecord<byte[], byte[]>> batch = failing.take(inHand.messages());
    if (!failing.mayPass(batch)) {
      ParkReason reason = Objects.requireNonNull(failing.whyParked(batch.getFirst()));
      stallSinceAllFail(consumer, partitions, reason.detail());
      return;
    }
    PreparedBatch prepared;
    try {
      prepared = processor.prepare(partitions.batchOf(batch, failing, out));
      if (!failing.isSettled(batch)) {
        return;
      }
      probe.at(StepProbe.Step.BETWEEN_COMMITS);
      out.begin();
      prepared.writeTo(out);
      partitions.commit(inHand.offsetsAfter(batch.size()), out);
    } catch (CommitFailedException e) {
      LOG.debugf("lane %s commits again when it has joined its group: %s", name, e.getMessage());
      out.abort();
      membership.refused();
      return;
    } catch (RuntimeException | Error e) {
      if (!isToBeTriedAgain(e)) {
        throw e;
      }
      out.abort();
      tryAgain(consumer, partitions, batch, e);
      return;
    }
    inHand = inHand.after(batch.size());
    membership.committed();
    running();
    tellOfParked(batch);
    failing.passed(batch);
    prepared.published();
    meters.batch(settings.stage(), System.nanoTime() - start);
  }

  /** There is nothing to do. */
  private void rest(InputPartitions partitions, TransactionalWriter out) {
    if (partitions.isEmpty()) {
      // As many lanes as partitions have some, and none has any of a topic that is missing.
      partitions.confirmTopic();
    }
    // A lane runs when a batch is through, or when it has its partitions and none is left to do.
    if (membership.hasJoined() && partitions.areThrough()) {
      running();
      if (!membership.isJoining()) {
        partitions.commitPosition(out);
      }
    }
  }

  /** Polls if nothing is in hand, and further while all that is there fails: for one to compare. */
  private void poll(KafkaConsumer<byte[], byte[]> consumer, InputPartitions partitions) {
    followMoves(partitions);
    while (inHand.isEmpty() || failing.areAll(inHand.messages())) {
      PolledMessages more =
          PolledMessages.of(consumer.poll(state instanceof LaneState.Running ? POLL : SHORT_POLL));
      if (inHand.isEmpty()) {
        inHandSince = partitions.moves();
      }
      inHand = inHand.and(more);
      followMoves(partitions);
      if (more.isEmpty()) {
        break;
      }
    }
    if (!inHand.isEmpty() && membership.isJoining()) {
      // What is decided now would be decided again. But others may take long to join, and commits
      // are good until all have.
      idle(consumer, partitions, JOINS_WITHIN, () -> !membership.isJoining());
      followMoves(partitions);
    }
  }

  private void followMoves(InputPartitions partitions) {
    if (!inHand.isEmpty() && partitions.moves() != inHandSince) {
      // Another may have had its partitions meanwhile.
      backToCommitted(partitions);
    }
  }

  private void backToCommitted(InputPartitions partitions) {
    inHand = PolledMessages.NONE;
    partitions.backToCommitted();
  }

  /** What is in hand is polled again. */
  private void letGo(KafkaConsumer<byte[], byte[]> consumer) {
    inHand.backToStart(consumer);
    inHand = PolledMessages.NONE;
  }

  private static boolean isToBeTriedAgain(Throwable failure) {
    return failure instanceof DependencyUnavailableException || MessageFailure.isPossible(failure);
  }

  private void tryAgain(
      KafkaConsumer<byte[], byte[]> consumer,
      InputPartitions partitions,
      List<ConsumerRecord<byte[], byte[]>> batch,
      Throwable failure) {
    if (!MessageFailure.isPossible(failure)) {
      letGo(consumer);
      stall(consumer, partitions, sentence(failure));
      return;
    }
    String sentence = MessageFailure.sentence(failure, batch.getLast());
    switch (failing.failed(batch, failure)) {
      case TRY_LESS -> {
        LOG.debugf("lane %s tries less than %d messages: %s", name, batch.size(), sentence);
        backoff.reset();
      }
      case TRY_AGAIN_LATER -> stall(consumer, partitions, "a message fails: " + sentence);
      case ALL_FAIL -> stallSinceAllFail(consumer, partitions, sentence);
    }
  }

  /** Whatever it is, it is not a message, and may pass. */
  private void stallSinceAllFail(
      KafkaConsumer<byte[], byte[]> consumer, InputPartitions partitions, String sentence) {
    failing.forget();
    letGo(consumer);
    stall(consumer, partitions, "each message fails, and none is parked for that: " + sentence);
  }

  private void tellOfParked(List<ConsumerRecord<byte[], byte[]>> batch) {
    for (ConsumerRecord<byte[], byte[]> message : batch) {
      Throwable failure = failing.failureOf(message);
      if (failure != null) {
        String where = "%s %d:%d".formatted(message.topic(), message.partition(), message.offset());
        LOG.errorf(failure, "lane %s parked %s, which fails each time", name, where);
        lastFailed = where + ": " + failure.getMessage();
      }
    }
  }

  private void running() {
    if (!(state instanceof LaneState.Running)) {
      if (state instanceof LaneState.Starting) {
        LOG.infof("lane %s runs", name);
      }
      state = new LaneState.Running();
      stalls.runs(name);
    }
    backoff.reset();
  }

  private void stall(
      KafkaConsumer<byte[], byte[]> consumer, InputPartitions partitions, String why) {
    stalled(why);
    idle(consumer, partitions, backoff.next(), () -> false);
  }

  /** Waits, as a living member of the group, and takes nothing more in hand. */
  private void idle(
      KafkaConsumer<byte[], byte[]> consumer,
      InputPartitions partitions,
      Duration within,
      BooleanSupplier isOver) {
    long until = System.nanoTime() + within.toNanos();
    while (!stopping && System.nanoTime() - until < 0 && !isOver.getAsBoolean()) {
      if (!hasPolled) {
        LockSupport.parkNanos(SHORT_POLL.toNanos());
        continue;
      }
      consumer.pause(consumer.assignment());
      try {
        // What was assigned in this very poll was not paused in time.
        PolledMessages.of(consumer.poll(SHORT_POLL)).backToStart(consumer);
      } catch (WakeupException | InterruptException | FencedInstanceIdException e) {
        throw e;
      } catch (KafkaException e) {
        LOG.debugf(e, "lane %s cannot poll while it waits", name);
      }
    }
    partitions.resume();
  }

  private void stalled(String why) {
    stalls.stalls(name, why);
    state = new LaneState.Stalled(why);
    meters.stalled(settings.stage());
  }

  private static String sentence(Throwable e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
  }
}
