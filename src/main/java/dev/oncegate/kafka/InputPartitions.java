package dev.oncegate.kafka;

import dev.oncegate.core.DependencyUnavailableException;
import dev.oncegate.pipeline.BatchProcessor;
import dev.oncegate.pipeline.MessageBatch;
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
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The partitions that a consumer has of its topic: from where each is read, up to where it is
 * published, and what is committed of it.
 *
 * <p>A consumer reads a name, whatever topic has it. So the topic's id is asked for before the
 * consumer reads anything, and again after each batch: while it is the same, so is the topic. Once
 * it is another, the consumer, with all that it has fetched, is no good any more.
 */
final class InputPartitions implements ConsumerRebalanceListener {
  private static final Logger LOG = Logger.getLogger(InputPartitions.class);

  private final LaneSettings settings;
  private final TopicAdmin topics;
  private final BatchProcessor processor;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Runnable whenMoved;
  private final PublishedOffsets offsets;

  // Null until the consumer has subscribed.
  private @Nullable UUID topicId;
  // Assigned, and paused until it is known from where to read.
  private final Set<TopicPartition> unplaced = new HashSet<>();
  // Of each partition that has had a batch since it was assigned.
  private final Map<Integer, Long> publishedUpTo = new HashMap<>();
  // Of topics that are no more; taken back with the next commit. Null until they are looked for.
  private @Nullable List<PublishedOffsets.Note> outdated;
  // Where idle partitions were found, and left, last.
  private final Map<TopicPartition, Long> idleAt = new HashMap<>();
  private int moves;

  /**
   * The partitions of a consumer that has asked Kafka for nothing yet.
   *
   * @param whenMoved is called when partitions come or go
   */
  InputPartitions(
      LaneSettings settings,
      TopicAdmin topics,
      BatchProcessor processor,
      KafkaConsumer<byte[], byte[]> consumer,
      Runnable whenMoved) {
    this.settings = settings;
    this.topics = topics;
    this.processor = processor;
    this.consumer = consumer;
    this.whenMoved = whenMoved;
    this.offsets = new PublishedOffsets(topics, settings);
  }

  /** Subscribes, unless that is done. */
  void subscribe() {
    if (topicId != null) {
      return;
    }
    String topic = settings.inputTopic();
    try {
      topicId = topics.idOf(topic);
    } catch (UnknownTopicOrPartitionException e) {
      throw new DependencyUnavailableException(
          "topic " + topic + " is missing; make it, or start a process anew", e);
    }
    consumer.subscribe(List.of(topic), this);
  }

  /** How often partitions came or went. */
  int moves() {
    return moves;
  }

  boolean isEmpty() {
    return consumer.assignment().isEmpty();
  }

  /** Throws if the topic is another one than it was. */
  void confirmTopic() {
    Future<UUID> now = topics.askIdOf(settings.inputTopic());
    KafkaBatch.confirm(settings.inputTopic(), topicId(), now);
  }

  private UUID topicId() {
    return Objects.requireNonNull(topicId, "nothing is read before the topic's id is known");
  }

  /** Forgets what was read of them, and reads again from where the group is. */
  void backToCommitted() {
    publishedUpTo.clear();
    unplaced.addAll(consumer.assignment());
    place();
  }

  /** Has partitions read from where the group is, or from the beginning of a topic made again. */
  void place() {
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

  /** Goes on after a pause with all but those of which it is not known from where. */
  void resume() {
    Set<TopicPartition> paused = new HashSet<>(consumer.paused());
    paused.removeAll(unplaced);
    consumer.resume(paused);
  }

  /** What was polled, with what is known of its partitions. */
  MessageBatch batchOf(
      List<ConsumerRecord<byte[], byte[]>> messages,
      FailingMessages failing,
      TransactionalWriter out) {
    Future<UUID> now = topics.askIdOf(settings.inputTopic());
    Map<Integer, Long> unknown = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> message : messages) {
      if (!publishedUpTo.containsKey(message.partition())) {
        unknown.putIfAbsent(message.partition(), message.offset());
      }
    }
    if (!unknown.isEmpty()) {
      KafkaBatch.confirm(settings.inputTopic(), topicId(), now);
      closeDeletedTopics();
      learnPublished(unknown, out);
    }
    return new KafkaBatch(messages, failing, topicId(), now, publishedUpTo);
  }

  private void closeDeletedTopics() {
    if (outdated == null) {
      List<PublishedOffsets.Note> deleted = offsets.ofDeletedTopics(topicId());
      for (PublishedOffsets.Note it : deleted) {
        processor.closeTopic(it.topicId(), it.partition(), it.upTo(), it.at());
      }
      outdated = deleted;
    }
  }

  /**
   * Learns what of partitions is published. One that nothing is noted of gets a note before
   * anything of it is decided, so that what is decided and then not published can be told from it.
   */
  private void learnPublished(Map<Integer, Long> firsts, TransactionalWriter out) {
    Map<Integer, Long> known = offsets.read(topicId(), firsts.keySet());
    Map<TopicPartition, OffsetAndMetadata> begun = new HashMap<>();
    var notes = new ArrayList<ProducerRecord<byte[], byte[]>>();
    firsts.forEach(
        (partition, first) -> {
          if (!known.containsKey(partition)) {
            long before = processor.publishedUpTo(topicId(), partition);
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

  /** Commits what was written, and that what it follows from is published. */
  void commit(Map<TopicPartition, OffsetAndMetadata> offsetsAfter, TransactionalWriter out) {
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

  /**
   * Commits where the consumer is when it has nothing to do. That may be behind what a batch
   * committed: transactions have ends, which no message tells of, and which tools count as lag.
   */
  void commitPosition(TransactionalWriter out) {
    Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();
    for (TopicPartition partition : consumer.assignment()) {
      long position = consumer.position(partition);
      if (position > 0 && !Objects.equals(idleAt.get(partition), position)) {
        moved.put(partition, new OffsetAndMetadata(position));
      }
    }
    if (moved.isEmpty()) {
      return;
    }
    try {
      // By the producer, as any other commit, so that none of a former self comes behind it.
      out.begin();
      out.commit(ofThisTopic(moved), consumer.groupMetadata(), List.of());
      moved.forEach((partition, offset) -> idleAt.put(partition, offset.offset()));
    } catch (CommitFailedException e) {
      LOG.debugf("a position is left uncommitted: %s", e.getMessage());
      out.abort();
    }
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

  /** Whether the consumer has read all that there is. */
  boolean areThrough() {
    for (TopicPartition partition : consumer.assignment()) {
      if (consumer.currentLag(partition).orElse(1) > 0) {
        return false;
      }
    }
    return true;
  }

  /** How many messages the consumer has not read, as far as it knows. */
  long lag() {
    long lag = 0;
    for (TopicPartition partition : consumer.assignment()) {
      lag += consumer.currentLag(partition).orElse(0);
    }
    return lag;
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    moved(partitions);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    moved(partitions);
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    LOG.debugf("%s of %s was assigned %s", settings.instance(), settings.stage(), partitions);
    moved(partitions);
    if (!partitions.isEmpty()) {
      endAbandoned();
    }
    consumer.pause(partitions);
    unplaced.addAll(partitions);
    try {
      place();
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      // They stay paused, and the next turn has to say why.
      LOG.debugf(e, "it is not known yet from where to read %s", partitions);
    }
  }

  private void moved(Collection<TopicPartition> partitions) {
    if (!partitions.isEmpty()) {
      moves++;
      whenMoved.run();
      idleAt.keySet().removeAll(partitions);
      unplaced.removeAll(partitions);
      for (TopicPartition partition : partitions) {
        publishedUpTo.remove(partition.partition());
      }
    }
  }

  private void endAbandoned() {
    try {
      topics.endAbandoned(settings.stage());
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      // Kafka ends them itself, though later.
      LOG.debugf(e, "what others of %s left open could not be ended", settings.stage());
    }
  }
}
