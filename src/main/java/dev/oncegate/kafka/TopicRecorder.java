package dev.oncegate.kafka;

import dev.oncegate.codec.TopicMessage;
import java.io.Closeable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the committed messages of a topic, all partitions together in the order of their
 * timestamps, each partition in the order of its offsets: the same range always comes in the same
 * order. Holds about a megabyte of each partition, or less if there are many.
 */
public final class TopicRecorder implements Closeable {
  private static final Duration POLL = Duration.ofMillis(250);
  private static final int FETCHED_OF_A_PARTITION = 1024 * 1024;
  private static final int FETCHED_OF_ALL = 64 * 1024 * 1024;
  private static final int SMALLEST_FETCH = 64 * 1024;
  private static final int RECORDS_AT_ONCE = 2_000;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final InstantSource clock;
  private final String servers;
  private final List<RecordedPartition> partitions = new ArrayList<>();
  private final Map<TopicPartition, RecordedPartition> byPartition = new HashMap<>();
  private final PriorityQueue<RecordedPartition> ready =
      new PriorityQueue<>(RecordedPartition.BY_NEXT);
  // Set while the end is not known yet.
  private boolean following;
  private final @Nullable Instant until;
  private boolean anyAwaited = true;
  private long lastFetch = System.nanoTime();
  private volatile boolean stopped;

  private TopicRecorder(
      KafkaConsumer<byte[], byte[]> consumer,
      InstantSource clock,
      String servers,
      RecordingRange range) {
    this.consumer = consumer;
    this.clock = clock;
    this.servers = servers;
    this.following = range.follow();
    this.until = range.until();
  }

  /**
   * Finds out where the recording begins and ends.
   *
   * @param servers how Kafka is reached
   * @throws RecordingFailedException if Kafka does not answer, or has no such topic or part of it
   */
  public static TopicRecorder open(
      Map<String, Object> servers, String topic, RecordingRange range, InstantSource clock)
      throws RecordingFailedException {
    String where = String.valueOf(servers.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
    KafkaConsumer<byte[], byte[]> probe = null;
    try {
      List<TopicPartition> found;
      probe = consumer(servers, 1);
      found = partitionsOf(probe, topic);
      probe.close();
      probe = null;
      if (found.isEmpty()) {
        throw new RecordingFailedException("there is no topic " + topic + " on " + where);
      }
      var recorder = new TopicRecorder(consumer(servers, found.size()), clock, where, range);
      boolean opened = false;
      try {
        recorder.begin(found, range);
        opened = true;
        return recorder;
      } finally {
        if (!opened) {
          recorder.close();
        }
      }
    } catch (InvalidTopicException e) {
      throw new RecordingFailedException("no topic can have the name " + topic, e);
    } catch (KafkaException e) {
      throw failed(where, e);
    } finally {
      if (probe != null) {
        probe.close();
      }
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> servers, int count) {
    Map<String, Object> config = new HashMap<>(servers);
    config.put(CommonClientConfigs.CLIENT_ID_CONFIG, "oncegate-record");
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) KafkaClients.CALL_TIMEOUT.toMillis());
    config.put(
        ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) KafkaClients.CALL_TIMEOUT.toMillis());
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_AT_ONCE);
    config.put(
        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
        Math.clamp(FETCHED_OF_ALL / count, SMALLEST_FETCH, FETCHED_OF_A_PARTITION));
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static List<TopicPartition> partitionsOf(
      KafkaConsumer<byte[], byte[]> consumer, String topic) {
    List<PartitionInfo> found = consumer.partitionsFor(topic);
    return found.stream().map(it -> new TopicPartition(topic, it.partition())).toList();
  }

  private void begin(List<TopicPartition> found, RecordingRange range)
      throws RecordingFailedException {
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(found);
    Map<TopicPartition, Long> ends = consumer.endOffsets(found);
    Map<TopicPartition, Long> starts = starts(range.from(), beginnings, ends);
    boolean ended = !following || (until != null && !clock.instant().isBefore(until));
    following = !ended;
    Map<TopicPartition, Long> lasts = ended ? endsUntil(ends) : Map.of();
    consumer.assign(found);
    for (TopicPartition partition : found) {
      long start = range.resumed().getOrDefault(partition.partition(), get(starts, partition));
      long beginning = get(beginnings, partition);
      if (start < beginning) {
        throw new RecordingFailedException(
            partition + " begins at offset " + beginning + "; " + start + " is gone");
      }
      if (start > get(ends, partition)) {
        throw new RecordingFailedException(
            partition + " ends at offset " + get(ends, partition) + ", before " + start);
      }
      long end = ended ? Math.max(start, get(lasts, partition)) : Long.MAX_VALUE;
      var recorded = new RecordedPartition(partition, start, end);
      partitions.add(recorded);
      byPartition.put(partition, recorded);
      consumer.seek(partition, start);
    }
  }

  private Map<TopicPartition, Long> starts(
      RecordingRange.From from,
      Map<TopicPartition, Long> beginnings,
      Map<TopicPartition, Long> ends)
      throws RecordingFailedException {
    return switch (from) {
      case RecordingRange.From.Earliest _ -> beginnings;
      case RecordingRange.From.Now _ -> ends;
      case RecordingRange.From.Time(Instant time) -> atTime(time, ends);
      case RecordingRange.From.Offsets(Map<Integer, Long> offsets) -> {
        var starts = new HashMap<>(beginnings);
        for (Map.Entry<Integer, Long> offset : offsets.entrySet()) {
          String topic = beginnings.keySet().iterator().next().topic();
          var partition = new TopicPartition(topic, offset.getKey());
          if (starts.put(partition, offset.getValue()) == null) {
            throw new RecordingFailedException(topic + " has no partition " + offset.getKey());
          }
        }
        yield starts;
      }
    };
  }

  private Map<TopicPartition, Long> endsUntil(Map<TopicPartition, Long> ends) {
    return until == null ? ends : atTime(until, ends);
  }

  /** The first offset of each partition whose message is not older, or where it ends. */
  private Map<TopicPartition, Long> atTime(Instant time, Map<TopicPartition, Long> ends) {
    var times = new HashMap<TopicPartition, Long>();
    ends.keySet().forEach(partition -> times.put(partition, time.toEpochMilli()));
    Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
    var offsets = new HashMap<>(ends);
    for (Map.Entry<TopicPartition, @Nullable OffsetAndTimestamp> entry : found.entrySet()) {
      OffsetAndTimestamp first = entry.getValue();
      if (first != null) {
        offsets.merge(entry.getKey(), first.offset(), Math::min);
      }
    }
    return offsets;
  }

  /** How many offsets lie between where the recording begins and where it ends; -1 if unknown. */
  public long offsets() {
    if (following) {
      return -1;
    }
    long offsets = 0;
    for (RecordedPartition partition : partitions) {
      offsets += partition.end() - partition.start();
    }
    return offsets;
  }

  /** Whether the next message is here, so that nobody waits for it. */
  public boolean isReady() {
    return !anyAwaited && !ready.isEmpty();
  }

  /**
   * The next message, or null after the last, or when this was stopped.
   *
   * @throws RecordingFailedException if Kafka fails, or has deleted what was to come next
   */
  public @Nullable TopicMessage next() throws RecordingFailedException {
    try {
      while (!stopped) {
        endWhenTheTimeHasCome();
        if (isReady()) {
          return take();
        }
        if (!anyAwaited && !following) {
          return null;
        }
        fetch();
      }
      return null;
    } catch (WakeupException _) {
      return null;
    } catch (OffsetOutOfRangeException e) {
      throw new RecordingFailedException(
          "Kafka deleted messages before they were read: " + e.offsetOutOfRangePartitions(), e);
    } catch (KafkaException e) {
      throw failed(servers, e);
    }
  }

  /** Has {@link #next} answer that there is no more; from any thread. */
  public void stop() {
    stopped = true;
    consumer.wakeup();
  }

  private TopicMessage take() {
    RecordedPartition partition = ready.remove();
    ConsumerRecord<byte[], byte[]> message = partition.next();
    if (partition.hasNext()) {
      ready.add(partition);
    } else {
      anyAwaited = isAwaited(partition);
    }
    return KafkaMessages.of(message);
  }

  private void fetch() {
    var wanted = new ArrayList<TopicPartition>();
    var others = new ArrayList<TopicPartition>();
    for (RecordedPartition partition : partitions) {
      (partition.hasNext() || isAtItsEnd(partition) ? others : wanted).add(partition.partition());
    }
    consumer.pause(others);
    consumer.resume(wanted);
    var messages = consumer.poll(POLL);
    for (ConsumerRecord<byte[], byte[]> message : messages) {
      of(new TopicPartition(message.topic(), message.partition())).add(message);
    }
    for (TopicPartition partition : messages.partitions()) {
      RecordedPartition fetched = of(partition);
      if (fetched.hasNext()) {
        ready.add(fetched);
      }
    }
    anyAwaited = false;
    for (RecordedPartition partition : partitions) {
      anyAwaited |= isAwaited(partition);
    }
    makeSureThatKafkaIsThere(!messages.isEmpty());
  }

  // A consumer says nothing when no broker answers; without an end there is nothing to hurry for.
  private void makeSureThatKafkaIsThere(boolean anyCame) {
    if (anyCame || following) {
      lastFetch = System.nanoTime();
    } else if (System.nanoTime() - lastFetch > KafkaClients.CALL_TIMEOUT.toNanos()) {
      consumer.endOffsets(consumer.assignment());
      lastFetch = System.nanoTime();
    }
  }

  /** Whether a message may come of it that is to be handed out before those that are here. */
  private boolean isAwaited(RecordedPartition partition) {
    if (partition.hasNext() || isAtItsEnd(partition)) {
      return false;
    }
    return !following || consumer.currentLag(partition.partition()).orElse(1) > 0;
  }

  private boolean isAtItsEnd(RecordedPartition partition) {
    return consumer.position(partition.partition()) >= partition.end();
  }

  private void endWhenTheTimeHasCome() {
    if (!following || until == null || clock.instant().isBefore(until)) {
      return;
    }
    following = false;
    Map<TopicPartition, Long> ends = endsUntil(consumer.endOffsets(byPartition.keySet()));
    ready.clear();
    anyAwaited = false;
    for (RecordedPartition partition : partitions) {
      partition.endAt(Math.max(partition.start(), get(ends, partition.partition())));
      if (partition.hasNext()) {
        ready.add(partition);
      }
      anyAwaited |= isAwaited(partition);
    }
  }

  private RecordedPartition of(TopicPartition partition) {
    RecordedPartition found = byPartition.get(partition);
    if (found == null) {
      throw new IllegalStateException(partition + " was not asked for");
    }
    return found;
  }

  private static long get(Map<TopicPartition, Long> offsets, TopicPartition partition) {
    Long offset = offsets.get(partition);
    if (offset == null) {
      throw new IllegalStateException("Kafka gave no offset for " + partition);
    }
    return offset;
  }

  /** What to say of a broker that did not do what a command asked. */
  public static RecordingFailedException failed(String servers, KafkaException e) {
    if (e instanceof TimeoutException) {
      return new RecordingFailedException("Kafka at " + servers + " does not answer", e);
    }
    Throwable cause = e;
    while (cause.getCause() instanceof KafkaException deeper) {
      cause = deeper;
    }
    return new RecordingFailedException("Kafka at " + servers + ": " + cause.getMessage(), e);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
