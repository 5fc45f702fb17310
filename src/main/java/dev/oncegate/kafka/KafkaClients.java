package dev.oncegate.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes the clients of a lane, and of those who look at what lanes do. */
final class KafkaClients {
  /** How long a call may take before the lane says that it stalls. */
  static final Duration CALL_TIMEOUT = Duration.ofSeconds(15);

  // A batch is given up and read again after each failure, so that no lane is ever away from
  // poll for longer than a batch takes; this is the bound for the largest imaginable one.
  private static final Duration LONGEST_BATCH = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofMillis(200);
  // How long partitions that were added to a topic, or a topic that was made again, go unnoticed.
  private static final Duration METADATA_AGE = Duration.ofSeconds(30);
  private static final int SMALLEST_PRODUCER_BUFFER = 32 * 1024 * 1024;

  private KafkaClients() {}

  /** What every client begins with. */
  static Map<String, Object> config(Map<String, Object> servers) {
    Map<String, Object> config = new HashMap<>(servers);
    // A client that could report its metrics to the broker works them out for that, asked or not.
    config.putIfAbsent(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
    return config;
  }

  static KafkaConsumer<byte[], byte[]> consumer(
      LaneSettings settings, String clientId, GroupMembership watch) {
    Map<String, Object> config = config(settings.servers());
    config.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, settings.stage().group());
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.putIfAbsent(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, (int) METADATA_AGE.toMillis());
    watch.addTo(config);
    if (settings.isNamed()) {
      // Who is back under its name in time has its partitions again, and the others see nothing.
      config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, clientId);
    }
    int session = (int) settings.sessionTimeout().toMillis();
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, session);
    // By its heartbeat a lane learns that another joins or leaves, and both wait until all know.
    config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, session / 50);
    config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int) LONGEST_BATCH.toMillis());
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) CALL_TIMEOUT.toMillis());
    config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) CALL_TIMEOUT.toMillis());
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batchRecords());
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, settings.batchBytes());
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 * settings.batchBytes());
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** A consumer of no group, for looking at what is committed. */
  static KafkaConsumer<byte[], byte[]> reader(Map<String, Object> servers) {
    Map<String, Object> config = config(servers);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) CALL_TIMEOUT.toMillis());
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Has a reader begin with what was written at a time, or after it.
   *
   * @return how many records more were written since then, at most, and are not kept any more
   */
  static long seek(
      KafkaConsumer<byte[], byte[]> consumer,
      Collection<TopicPartition> partitions,
      Instant since) {
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, since.toEpochMilli()));
    for (Map.Entry<TopicPartition, OffsetAndTimestamp> first :
        consumer.offsetsForTimes(times).entrySet()) {
      if (first.getValue() == null) {
        consumer.seekToEnd(List.of(first.getKey()));
      } else {
        consumer.seek(first.getKey(), first.getValue().offset());
      }
    }
    long notKept = 0;
    for (Map.Entry<TopicPartition, Long> first : consumer.beginningOffsets(partitions).entrySet()) {
      // What was deleted had the offsets below; if older records are kept, all since then are.
      notKept += consumer.position(first.getKey()) <= first.getValue() ? first.getValue() : 0;
    }
    return notKept;
  }

  /** Reads what is assigned, from where it stands to where its end is now. */
  static void readToEnd(
      KafkaConsumer<byte[], byte[]> consumer, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      consumer.poll(POLL).forEach(reader);
    }
  }

  static KafkaProducer<byte[], byte[]> producer(LaneSettings settings, String clientId) {
    Map<String, Object> config = config(settings.servers());
    config.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, clientId);
    int timeout = (int) settings.transactionTimeout().toMillis();
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, timeout);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout);
    // Each new producer waits for so long once, having found its coordinator, before it asks it
    // for anything.
    config.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 5);
    config.put(
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
        (int) Math.min(CALL_TIMEOUT.toMillis(), timeout / 2));
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    // Nobody waits for it, since a commit sends at once what is there.
    config.put(ProducerConfig.LINGER_MS_CONFIG, 50);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
    // A quarter of the bytes, for the broker to write, copy and hand out.
    config.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, settings.largestMessage());
    config.put(
        ProducerConfig.BUFFER_MEMORY_CONFIG,
        Math.max(SMALLEST_PRODUCER_BUFFER, settings.largestMessage()));
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
