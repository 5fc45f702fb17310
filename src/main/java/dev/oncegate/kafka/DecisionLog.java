package dev.oncegate.kafka;

import dev.oncegate.pipeline.LoggedDecisions;
import dev.oncegate.pipeline.MessageHeaders;
import dev.oncegate.pipeline.TopicNames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** Reads the decision log. */
public final class DecisionLog implements LoggedDecisions {
  private final Map<String, Object> servers;
  private final String topic;

  /**
   * A logged decision.
   *
   * @param decision its JSON, as {@link dev.oncegate.codec.DecisionWriter} wrote it
   * @param situation what was decided, in words; null where it was not noted
   */
  public record Logged(
      int partition, long offset, Instant at, String decision, @Nullable String situation) {}

  /**
   * A reader of the log.
   *
   * @param servers how Kafka is reached
   */
  public DecisionLog(Map<String, Object> servers, TopicNames topics) {
    this.servers = Map.copyOf(servers);
    this.topic = topics.syncDecisions();
  }

  /**
   * What was decided for profiles, in the order of the log, and by time where they are on different
   * partitions. Reads all that is kept of their partitions.
   *
   * @param since leaves out what was decided before; null for all that the topic still has
   */
  public List<Logged> of(Collection<String> profiles, @Nullable Instant since) {
    try (KafkaConsumer<byte[], byte[]> consumer = KafkaClients.reader(servers)) {
      Map<TopicPartition, Set<String>> wanted = new HashMap<>();
      int partitions = consumer.partitionsFor(topic).size();
      for (String profile : profiles) {
        // As Kafka's producers place a key.
        int partition = Utils.toPositive(Utils.murmur2(KafkaMessages.bytes(profile))) % partitions;
        wanted
            .computeIfAbsent(new TopicPartition(topic, partition), _ -> new HashSet<>())
            .add(profile);
      }
      consumer.assign(wanted.keySet());
      consumer.seekToBeginning(wanted.keySet());
      if (since != null) {
        long _ = KafkaClients.seek(consumer, wanted.keySet(), since);
      }
      var found = new ArrayList<Logged>();
      KafkaClients.readToEnd(
          consumer,
          message -> {
            Set<String> here =
                wanted.getOrDefault(new TopicPartition(topic, message.partition()), Set.of());
            if (here.contains(KafkaMessages.textOf(message.key()))) {
              found.add(logged(message));
            }
          });
      // A partition's decisions are in the order of time, but for what two producers interleaved.
      found.sort(
          Comparator.comparing(Logged::at)
              .thenComparingInt(Logged::partition)
              .thenComparingLong(Logged::offset));
      return found;
    }
  }

  @Override
  public long since(Instant since, DecisionReceiver receiver) {
    try (KafkaConsumer<byte[], byte[]> consumer = KafkaClients.reader(servers)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(it -> new TopicPartition(topic, it.partition()))
              .toList();
      consumer.assign(partitions);
      long notKept = KafkaClients.seek(consumer, partitions, since);
      KafkaClients.readToEnd(
          consumer,
          message -> {
            byte[] value = message.value();
            if (value != null) {
              receiver.take(value, externalIds(message));
            }
          });
      return notKept;
    }
  }

  private static @Nullable Integer externalIds(ConsumerRecord<byte[], byte[]> message) {
    String count = KafkaMessages.text(message.headers(), MessageHeaders.EXTERNAL_IDS);
    try {
      return count == null ? null : Integer.valueOf(count);
    } catch (NumberFormatException _) {
      return null;
    }
  }

  private static Logged logged(ConsumerRecord<byte[], byte[]> message) {
    return new Logged(
        message.partition(),
        message.offset(),
        Instant.ofEpochMilli(message.timestamp()),
        String.valueOf(KafkaMessages.textOf(message.value())),
        KafkaMessages.text(message.headers(), MessageHeaders.SITUATION));
  }
}
