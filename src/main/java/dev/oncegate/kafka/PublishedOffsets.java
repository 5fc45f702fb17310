package dev.oncegate.kafka;

import dev.oncegate.core.DependencyUnavailableException;
import dev.oncegate.pipeline.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How far each partition of a stage's input is published, on a compacted topic. A note is part of
 * the transaction that publishes, so it is true whatever dies, and whatever becomes of the group's
 * offsets.
 */
final class PublishedOffsets {
  /** Over how many partitions notes are spread, even if the topic has more. */
  static final int SPREAD = 12;

  private static final Pattern KEY =
      Pattern.compile("(?<stage>[a-z-]+)/(?<topic>[0-9a-f-]{36})/(?<partition>\\d{1,9})");
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration READ_WITHIN = Duration.ofSeconds(5);

  private final TopicAdmin topics;
  private final Map<String, Object> servers;
  private final Stage stage;

  /** Up to where (exclusive) a partition was published, and when that was noted. */
  record Note(UUID topicId, int partition, long upTo, Instant at) {}

  PublishedOffsets(TopicAdmin topics, LaneSettings settings) {
    this.topics = topics;
    this.servers = settings.servers();
    this.stage = settings.stage();
  }

  /**
   * Up to where (exclusive) partitions of a topic are published; those that nothing was ever noted
   * of are left out. Whoever asks must have asked for the group's offsets before: Kafka answers
   * that when no transaction has any of them in hand, and a note is sent after the offsets, so that
   * what is noted from then on is the asker's own.
   *
   * @throws DependencyUnavailableException if somebody's transaction has to end first, and does not
   */
  Map<Integer, Long> read(UUID topicId, Collection<Integer> partitions) {
    try (KafkaConsumer<byte[], byte[]> consumer = KafkaClients.reader(servers)) {
      int count = consumer.partitionsFor(topic()).size();
      Map<Integer, Long> found = new TreeMap<>();
      read(
          consumer,
          partitions.stream().map(it -> placeOf(it, count)).collect(Collectors.toSet()),
          record -> {
            Note note = noteOf(record);
            if (note != null
                && note.topicId().equals(topicId)
                && partitions.contains(note.partition())) {
              found.merge(note.partition(), note.upTo(), Math::max);
            }
          });
      return found;
    }
  }

  /**
   * The notes of topics that are no more. Like {@link #read}, and when all others of the group have
   * joined it with the asker, nothing is added to them any more.
   */
  List<Note> ofDeletedTopics(UUID topicId) {
    Map<String, Note> last = new TreeMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer = KafkaClients.reader(servers)) {
      int count = consumer.partitionsFor(topic()).size();
      read(
          consumer,
          IntStream.range(0, count).boxed().toList(),
          record -> {
            String key = KafkaMessages.textOf(record.key());
            Note note = noteOf(record);
            if (note != null) {
              last.put(key, note);
            } else if (key != null) {
              last.remove(key);
            }
          });
    }
    var notes = new ArrayList<>(last.values());
    notes.removeIf(note -> note.topicId().equals(topicId));
    Set<UUID> deleted =
        topics.deletedOf(notes.stream().map(Note::topicId).collect(Collectors.toSet()));
    notes.removeIf(note -> !deleted.contains(note.topicId()));
    // As they were deleted: nothing was noted of a topic before the one of its name was gone.
    notes.sort(Comparator.comparing(Note::at));
    return notes;
  }

  private void read(
      KafkaConsumer<byte[], byte[]> consumer,
      Collection<Integer> places,
      Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    var wanted =
        places.stream().map(it -> new TopicPartition(topic(), it)).collect(Collectors.toSet());
    // Not where committed messages end: a commit that is being carried out counts.
    Map<TopicPartition, Long> ends = topics.ends(wanted);
    consumer.assign(wanted);
    consumer.seekToBeginning(wanted);
    long giveUp = System.nanoTime() + READ_WITHIN.toNanos();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      if (System.nanoTime() - giveUp > 0) {
        throw new DependencyUnavailableException(
            "a transaction on " + topic() + " is open; Kafka ends it if nobody else does");
      }
      consumer.poll(POLL).forEach(reader);
    }
  }

  /** Null if it is another stage's, or says that nothing is noted any more. */
  private @Nullable Note noteOf(ConsumerRecord<byte[], byte[]> record) {
    Matcher key = KEY.matcher(String.valueOf(KafkaMessages.textOf(record.key())));
    if (record.value() == null || !key.matches() || !key.group("stage").equals(stage.word())) {
      return null;
    }
    return new Note(
        UUID.fromString(key.group("topic")),
        Integer.parseInt(key.group("partition")),
        Long.parseLong(new String(record.value(), StandardCharsets.UTF_8)),
        Instant.ofEpochMilli(record.timestamp()));
  }

  /** Says up to where (exclusive) a partition is published by the transaction that it is in. */
  ProducerRecord<byte[], byte[]> note(
      UUID topicId, int partition, long upTo, TransactionalWriter out) {
    return new ProducerRecord<>(
        topic(),
        placeOf(partition, out.partitionsOf(topic())),
        KafkaMessages.bytes(key(topicId, partition)),
        KafkaMessages.bytes(upTo));
  }

  /** Takes a note back that is of no use any more. */
  ProducerRecord<byte[], byte[]> without(Note note, TransactionalWriter out) {
    return new ProducerRecord<>(
        topic(),
        placeOf(note.partition(), out.partitionsOf(topic())),
        KafkaMessages.bytes(key(note.topicId(), note.partition())),
        null);
  }

  // Two stages share one only where there are too few for all, so that who looks here seldom waits
  // for a transaction that is none of its partitions'.
  private int placeOf(int partition, int count) {
    int ofStage =
        switch (stage) {
          case IDENTIFY -> 0;
          case SYNC -> 1;
          case SYNC_SLOW -> 2;
        };
    return (3 * partition + ofStage) % Math.min(count, SPREAD);
  }

  private String key(UUID topicId, int partition) {
    return stage.word() + "/" + topicId + "/" + partition;
  }

  private String topic() {
    return topics.names().published();
  }
}
