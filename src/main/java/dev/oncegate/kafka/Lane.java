package dev.oncegate.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
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
 *
 * <p>A consumer reads a name, whatever topic has it. So the lane asks for the topic's id before it
 * has a consumer read anything, and again after each batch: while it is the same, so is the topic.
 * Once it is another, that consumer, with all that it has fetched, is no good any more.
 */
public final class Lane implements Runnable {
  private static final Logger LOG = Logger.getLogger(Lane.class);

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration POLL_WHILE_STALLED = Duration.ofMillis(50);
  private static final Duration JOINS_WITHIN = Duration.ofSeconds(5);
  // Who leaves while the group is being joined is heard only when all have joined. If it were cut
  // off before, its partitions would be nobody's for the session timeout.
  private static final Duration LEAVE = Duration.ofSeconds(3);

  private final LaneSettings settings;
  private final String name;
  private final String clientId;
  private final TopicBook topics;
  private final Work work;
  private final CountDownLatch begun;
  private final LaneProbe probe;
  private final LaneMeters meters;
  private final StallLog stalls;
  private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
  private final FailingMessages failing = new FailingMessages();
  private JoinWatch membership = new JoinWatch();

  private final PublishedOffsets offsets;
  // Of each partition that has had a batch since it was assigned.
  private final Map<Integer, Long> publishedUpTo = new HashMap<>();
  // Of topics that are no more; taken back with the next commit. Null until they are looked for.
  private @Nullable List<PublishedOffsets.Note> outdated;
  // Assigned, and paused until it is known from where to read.
  private final Set<TopicPartition> unplaced = new HashSet<>();
  // Null until the consumer has subscribed.
  private @Nullable UUID topicId;
  private boolean hasPolled;
  private boolean isReplaced;
  // Where idle partitions were found, and left, last.
  private final Map<TopicPartition, Long> idleAt = new HashMap<>();
  private PolledMessages inHand = PolledMessages.NONE;
  // How often partitions came or went, by now and when the first in hand was polled.
  private int assignments;
  private int inHandSince;
  private volatile boolean stopping;
  // Set while there is one, for whoever stops the lane.
  private volatile @Nullable KafkaConsumer<byte[], byte[]> polling;
  private volatile LaneState state = new LaneState.Starting();
  private volatile @Nullable String lastFailed;

  Lane(
      LaneSettings settings,
      int number,
      TopicBook topics,
      Work work,
      CountDownLatch begun,
      LaneProbe probe,
      LaneMeters meters,
      StallLog stalls) {
    this.stalls = stalls;
    this.settings = settings;
    this.name = settings.stage().word() + "-" + number;
    this.clientId = settings.instance() + "-" + name;
    this.topics = topics;
    this.work = work;
    this.offsets = new PublishedOffsets(topics, settings);
    this.begun = begun;
    this.probe = probe;
    this.meters = meters;
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
        membership = new JoinWatch();
        KafkaConsumer<byte[], byte[]> consumer = Clients.consumer(settings, clientId, membership);
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
    topicId = null;
    hasPolled = false;
    unplaced.clear();
    outdated = null;
    try {
      while (!stopping) {
        live(consumer);
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
        ConsumerRecords<byte[], byte[]> _ = consumer.poll(POLL_WHILE_STALLED);
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

  /** From opening an outbox until a failure that leaves open what became of it. */
  private void live(KafkaConsumer<byte[], byte[]> consumer) {
    try {
      Future<Void> _ = topics.begin();
      try (var out = new Outbox(Clients.producer(settings, clientId), probe)) {
        topics.open();
        subscribe(consumer);
        backToCommitted(consumer);
        begun.await();
        hasPolled = true;
        while (!stopping) {
          turn(consumer, out);
        }
      }
    } catch (WakeupException | InterruptException | FencedInstanceIdException e) {
      throw e;
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (KafkaException e) {
      stall(consumer, "Kafka: " + sentence(e));
    } catch (Unavailable e) {
      stall(consumer, sentence(e));
    }
  }

  /** Before this, the consumer has asked Kafka for nothing. */
  private void subscribe(KafkaConsumer<byte[], byte[]> consumer) {
    if (topicId == null) {
      try {
        topicId = topics.idOf(settings.inputTopic());
      } catch (UnknownTopicOrPartitionException e) {
        throw new Unavailable(
            "topic " + settings.inputTopic() + " is missing; make it, or start a process anew", e);
      }
      consumer.subscribe(List.of(settings.inputTopic()), new Assigned(consumer));
    }
  }

  private void turn(KafkaConsumer<byte[], byte[]> consumer, Outbox out) {
    place(consumer);
    poll(consumer);
    meters.lag(name, lag(consumer));
    if (inHand.isEmpty()) {
      if (consumer.assignment().isEmpty()) {
        // As many lanes as partitions have some, and none has any of a topic that is missing.
        confirmTopic();
      }
      // A lane runs when a batch is through, or when it has its partitions and none is left to do.
      if (membership.hasJoined() && isThrough(consumer)) {
        running();
        commitPosition(consumer, out);
      }
      return;
    }
    long start = System.nanoTime();
    List<ConsumerRecord<byte[], byte[]>> batch = failing.take(inHand.messages());
    if (!failing.mayPass(batch)) {
      Why why = Objects.requireNonNull(failing.whyParked(batch.getFirst()));
      stallSinceAllFail(consumer, why.detail());
      return;
    }
    Work.Publication publication;
    try {
      publication = work.prepare(batchOf(batch, consumer, out), failing);
      if (!failing.isSettled(batch)) {
        return;
      }
      probe.at(LaneProbe.Point.BETWEEN_COMMITS);
      out.begin();
      publication.publish(out);
      commit(inHand.offsetsAfter(batch.size()), consumer, out);
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
      tryAgain(consumer, batch, e);
      return;
    }
    inHand = inHand.after(batch.size());
    membership.committed();
    running();
    tellOfParked(batch);
    failing.passed(batch);
    publication.published();
    meters.batch(settings.stage(), System.nanoTime() - start);
  }

  /** Polls if nothing is in hand, and further while all that is there fails: for one to compare. */
  private void poll(KafkaConsumer<byte[], byte[]> consumer) {
    heedMoves(consumer);
    while (inHand.isEmpty() || failing.areAll(inHand.messages())) {
      PolledMessages more = PolledMessages.of(consumer.poll(POLL));
      if (inHand.isEmpty()) {
        inHandSince = assignments;
      }
      inHand = inHand.and(more);
      heedMoves(consumer);
      if (more.isEmpty()) {
        break;
      }
    }
    if (!inHand.isEmpty() && membership.isJoining()) {
      // What is decided now would be decided again. But others may take long to join, and commits
      // are good until all have.
      idle(consumer, JOINS_WITHIN, () -> !membership.isJoining());
      heedMoves(consumer);
    }
  }

  private void heedMoves(KafkaConsumer<byte[], byte[]> consumer) {
    if (!inHand.isEmpty() && assignments != inHandSince) {
      // Another may have had its partitions meanwhile.
      backToCommitted(consumer);
    }
  }

  /** What is in hand is polled again. */
  private void letGo(KafkaConsumer<byte[], byte[]> consumer) {
    inHand.backToStart(consumer);
    inHand = PolledMessages.NONE;
  }

  private static boolean isToBeTriedAgain(Throwable failure) {
    return failure instanceof Unavailable || MessageFailure.isPossible(failure);
  }

  private void tryAgain(
      KafkaConsumer<byte[], byte[]> consumer,
      List<ConsumerRecord<byte[], byte[]>> batch,
      Throwable failure) {
    if (!MessageFailure.isPossible(failure)) {
      letGo(consumer);
      stall(consumer, sentence(failure));
      return;
    }
    String sentence = MessageFailure.sentence(failure, batch.getLast());
    switch (failing.failed(batch, failure)) {
      case TRY_LESS -> {
        LOG.debugf("lane %s tries less than %d messages: %s", name, batch.size(), sentence);
        backoff.reset();
      }
      case TRY_AGAIN_LATER -> stall(consumer, "a message fails: " + sentence);
      case ALL_FAIL -> stallSinceAllFail(consumer, sentence);
    }
  }

  /** Whatever it is, it is not a message, and may pass. */
  private void stallSinceAllFail(KafkaConsumer<byte[], byte[]> consumer, String sentence) {
    failing.forget();
    letGo(consumer);
    stall(consumer, "each message fails, and none is parked for that: " + sentence);
  }

  private Batch batchOf(
      List<ConsumerRecord<byte[], byte[]>> messages,
      KafkaConsumer<byte[], byte[]> consumer,
      Outbox out) {
    var batch =
        new Batch(messages, topicId(), topics.askIdOf(settings.inputTopic()), publishedUpTo);
    Map<Integer, Long> unknown = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> message : messages) {
      if (!publishedUpTo.containsKey(message.partition())) {
        unknown.putIfAbsent(message.partition(), message.offset());
      }
    }
    if (unknown.isEmpty()) {
      return batch;
    }
    batch.confirmTopic();
    if (outdated == null) {
      List<PublishedOffsets.Note> deleted = offsets.ofDeletedTopics(topicId());
      for (PublishedOffsets.Note it : deleted) {
        work.closeTopic(it.topicId(), it.partition(), it.upTo(), it.at());
      }
      outdated = deleted;
    }
    learnPublished(unknown, consumer, out);
    return batch.publishedUpTo(publishedUpTo);
  }

  /**
   * Learns what of partitions is published. One that nothing is noted of gets a note before
   * anything of it is decided, so that what is decided and then not published can be told from it.
   */
  private void learnPublished(
      Map<Integer, Long> firsts, KafkaConsumer<byte[], byte[]> consumer, Outbox out) {
    Map<Integer, Long> known = offsets.read(topicId(), firsts.keySet());
    Map<TopicPartition, OffsetAndMetadata> begun = new HashMap<>();
    var notes = new ArrayList<ProducerRecord<byte[], byte[]>>();
    firsts.forEach(
        (partition, first) -> {
          if (!known.containsKey(partition)) {
            long before = work.publishedUpTo(topicId(), partition);
            // A version before the notes committed what it published.
            long upTo = before == 0 ? 0 : Math.max(before, first);
            known.put(partition, upTo);
            notes.add(offsets.note(topicId(), partition, upTo, out));
            begun.put(
                new TopicPartition(settings.inputTopic(), partition), new OffsetAndMetadata(first));
          }
        });
    if (!notes.isEmpty()) {
      // With the offsets, so that nobody's note comes behind those of who has the partition now.
      out.begin();
      out.commit(ofThisTopic(begun), consumer.groupMetadata(), notes);
    }
    publishedUpTo.putAll(known);
  }

  private void commit(
      Map<TopicPartition, OffsetAndMetadata> offsetsAfter,
      KafkaConsumer<byte[], byte[]> consumer,
      Outbox out) {
    var notes = new ArrayList<ProducerRecord<byte[], byte[]>>();
    Map<Integer, Long> risen = new HashMap<>();
    offsetsAfter.forEach(
        (partition, after) -> {
          int number = partition.partition();
          // Of one that has only gone on over what nobody committed, nothing is known yet.
          Long before = publishedUpTo.get(number);
          if (before != null && after.offset() > before) {
            risen.put(number, after.offset());
            notes.add(offsets.note(topicId(), number, after.offset(), out));
          }
        });
    if (outdated != null) {
      outdated.forEach(note -> notes.add(offsets.without(note, out)));
    }
    out.commit(ofThisTopic(offsetsAfter), consumer.groupMetadata(), notes);
    outdated = outdated == null ? null : List.of();
    publishedUpTo.putAll(risen);
  }

  /** With the topic's id, so that a topic that is made again is not read from there. */
  private Map<TopicPartition, OffsetAndMetadata> ofThisTopic(
      Map<TopicPartition, OffsetAndMetadata> offsets) {
    Map<TopicPartition, OffsetAndMetadata> named = new HashMap<>();
    offsets.forEach(
        (partition, at) ->
            named.put(
                partition,
                new OffsetAndMetadata(at.offset(), at.leaderEpoch(), topicId().toString())));
    return named;
  }

  private UUID topicId() {
    return Objects.requireNonNull(topicId, "nothing is read before the topic's id is known");
  }

  private void confirmTopic() {
    UUID now;
    try {
      now = topics.idOf(settings.inputTopic());
    } catch (UnknownTopicOrPartitionException e) {
      throw new TopicReplacedException(settings.inputTopic(), e);
    }
    if (!now.equals(topicId)) {
      throw new TopicReplacedException(settings.inputTopic());
    }
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

  private void stall(KafkaConsumer<byte[], byte[]> consumer, String why) {
    stalled(why);
    idle(consumer, backoff.next(), () -> false);
  }

  /** Waits, as a living member of the group, and takes nothing more in hand. */
  private void idle(
      KafkaConsumer<byte[], byte[]> consumer, Duration within, BooleanSupplier isOver) {
    long until = System.nanoTime() + within.toNanos();
    while (!stopping && System.nanoTime() - until < 0 && !isOver.getAsBoolean()) {
      if (!hasPolled) {
        LockSupport.parkNanos(POLL_WHILE_STALLED.toNanos());
        continue;
      }
      consumer.pause(consumer.assignment());
      try {
        // What was assigned in this very poll was not paused in time.
        PolledMessages.of(consumer.poll(POLL_WHILE_STALLED)).backToStart(consumer);
      } catch (WakeupException | InterruptException | FencedInstanceIdException e) {
        throw e;
      } catch (KafkaException e) {
        LOG.debugf(e, "lane %s cannot poll while it waits", name);
      }
    }
    Set<TopicPartition> paused = new HashSet<>(consumer.paused());
    paused.removeAll(unplaced);
    consumer.resume(paused);
  }

  private void stalled(String why) {
    stalls.stalls(name, why);
    state = new LaneState.Stalled(why);
    meters.stalled(settings.stage());
  }

  private void backToCommitted(KafkaConsumer<byte[], byte[]> consumer) {
    inHand = PolledMessages.NONE;
    publishedUpTo.clear();
    unplaced.addAll(consumer.assignment());
    place(consumer);
  }

  /** Has partitions read from where the group is, or from the beginning of a topic made again. */
  private void place(KafkaConsumer<byte[], byte[]> consumer) {
    if (unplaced.isEmpty()) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(unplaced);
    for (TopicPartition partition : unplaced) {
      OffsetAndMetadata offset = committed.get(partition);
      if (offset == null || isOfAnotherTopic(offset.metadata())) {
        consumer.seekToBeginning(List.of(partition));
      } else {
        consumer.seek(partition, offset);
      }
    }
    consumer.resume(unplaced);
    unplaced.clear();
  }

  /** What has no id was committed by an operator, or by a version that wrote none. */
  private boolean isOfAnotherTopic(String metadata) {
    try {
      return !UUID.fromString(metadata).equals(topicId());
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /**
   * Commits where the consumer stands when it has nothing to do. That may be behind what a batch
   * committed: transactions have ends, which no message tells of, and which tools count as lag.
   */
  private void commitPosition(KafkaConsumer<byte[], byte[]> consumer, Outbox out) {
    Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();
    for (TopicPartition partition : consumer.assignment()) {
      long position = consumer.position(partition);
      if (position > 0 && !Objects.equals(idleAt.get(partition), position)) {
        moved.put(partition, new OffsetAndMetadata(position));
      }
    }
    if (moved.isEmpty() || membership.isJoining()) {
      return;
    }
    try {
      // By the producer, as any other commit, so that none of a former self comes behind it.
      out.begin();
      out.commit(ofThisTopic(moved), consumer.groupMetadata(), List.of());
      moved.forEach((partition, offset) -> idleAt.put(partition, offset.offset()));
    } catch (CommitFailedException e) {
      LOG.debugf("lane %s leaves its position uncommitted: %s", name, e.getMessage());
      out.abort();
    }
  }

  private static boolean isThrough(KafkaConsumer<byte[], byte[]> consumer) {
    for (TopicPartition partition : consumer.assignment()) {
      if (consumer.currentLag(partition).orElse(1) > 0) {
        return false;
      }
    }
    return true;
  }

  private static long lag(KafkaConsumer<byte[], byte[]> consumer) {
    long lag = 0;
    for (TopicPartition partition : consumer.assignment()) {
      lag += consumer.currentLag(partition).orElse(0);
    }
    return lag;
  }

  private static String sentence(Throwable e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
  }

  private final class Assigned implements ConsumerRebalanceListener {
    private final KafkaConsumer<byte[], byte[]> consumer;

    Assigned(KafkaConsumer<byte[], byte[]> consumer) {
      this.consumer = consumer;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      moved(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      moved(partitions);
    }

    private void endAbandoned() {
      try {
        topics.endAbandoned(settings.stage());
      } catch (WakeupException | InterruptException e) {
        throw e;
      } catch (KafkaException e) {
        // Kafka ends them itself, though later.
        LOG.debugf(e, "lane %s could not end what others left open", name);
      }
    }

    private void moved(Collection<TopicPartition> partitions) {
      if (!partitions.isEmpty()) {
        assignments++;
        failing.forget();
        idleAt.keySet().removeAll(partitions);
        unplaced.removeAll(partitions);
        for (TopicPartition partition : partitions) {
          publishedUpTo.remove(partition.partition());
        }
      }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      LOG.debugf("lane %s was assigned %s", name, partitions);
      moved(partitions);
      if (!partitions.isEmpty()) {
        endAbandoned();
      }
      consumer.pause(partitions);
      unplaced.addAll(partitions);
      try {
        place(consumer);
      } catch (WakeupException | InterruptException e) {
        throw e;
      } catch (KafkaException e) {
        // They stay paused, and the next turn has to say why.
        LOG.debugf(e, "lane %s does not know yet from where to read %s", name, partitions);
      }
    }
  }
}
