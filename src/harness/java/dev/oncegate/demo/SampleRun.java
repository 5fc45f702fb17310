package dev.oncegate.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends the sample updates as an engine would, and reads the decision log until all are through.
 */
final class SampleRun {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration BETWEEN_WORDS = Duration.ofSeconds(2);

  /** An update with the decisions on it, in the order of their destinations. */
  record Decided(JsonNode update, List<JsonNode> decisions) {}

  private final String bootstrapServers;
  private final Samples samples;
  private final Consumer<String> progress;

  SampleRun(String bootstrapServers, Samples samples, Consumer<String> progress) {
    this.bootstrapServers = bootstrapServers;
    this.samples = samples;
    this.progress = progress;
  }

  List<Decided> run() throws IOException, InterruptedException, ExecutionException {
    try (var producer = producer();
        var decisionLog = decisionLog()) {
      var sent = new ArrayList<Future<RecordMetadata>>();
      for (JsonNode update : samples.updates()) {
        String key = update.get("profileId").asText();
        sent.add(producer.send(new ProducerRecord<>("compute-output", key, update.toString())));
      }
      for (Future<RecordMetadata> each : sent) {
        each.get();
      }
      return inOrderOfUpdates(await(decisionLog));
    }
  }

  private List<JsonNode> await(KafkaConsumer<String, String> decisionLog) throws IOException {
    int expected = samples.decisionCount();
    var decisions = new ArrayList<JsonNode>();
    long end = System.nanoTime() + LIMIT.toNanos();
    long nextWord = System.nanoTime() + BETWEEN_WORDS.toNanos();
    while (decisions.size() < expected) {
      for (ConsumerRecord<String, String> decision : decisionLog.poll(Duration.ofMillis(200))) {
        decisions.add(JSON.readTree(decision.value()));
      }
      long now = System.nanoTime();
      if (now > end) {
        throw new IllegalStateException(
            "only %d of %d decisions within %d s"
                .formatted(decisions.size(), expected, LIMIT.toSeconds()));
      }
      if (now > nextWord) {
        progress.accept("%d of %d decisions are there".formatted(decisions.size(), expected));
        nextWord = now + BETWEEN_WORDS.toNanos();
      }
    }
    return decisions;
  }

  // A message that is delivered twice is decided twice; the first update takes the first decisions.
  private List<Decided> inOrderOfUpdates(List<JsonNode> decisions) {
    Map<String, Map<String, Deque<JsonNode>>> perMessage = new HashMap<>();
    for (JsonNode decision : decisions) {
      perMessage
          .computeIfAbsent(decision.get("messageId").asText(), id -> new TreeMap<>())
          .computeIfAbsent(decision.get("destinationId").asText(), id -> new ArrayDeque<>())
          .add(decision);
    }
    var decided = new ArrayList<Decided>();
    for (JsonNode update : samples.updates()) {
      var its = new ArrayList<JsonNode>();
      perMessage
          .getOrDefault(update.get("messageId").asText(), Map.of())
          .values()
          .forEach(queue -> its.add(queue.remove()));
      decided.add(new Decided(update, its));
    }
    return decided;
  }

  private KafkaProducer<String, String> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", bootstrapServers, "linger.ms", "5"),
        new StringSerializer(),
        new StringSerializer());
  }

  private KafkaConsumer<String, String> decisionLog() {
    var consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest"),
            new StringDeserializer(),
            new StringDeserializer());
    consumer.assign(
        consumer.partitionsFor("sync-decisions").stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList());
    return consumer;
  }
}
