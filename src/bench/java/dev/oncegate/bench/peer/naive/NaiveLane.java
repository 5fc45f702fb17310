package dev.oncegate.bench.peer.naive;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.oncegate.core.update.Integrations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One consumer, one transactional producer, one connection to the database. The database commits
 * first: after a crash in between, the updates are taken for sent and their events are lost.
 */
public final class NaiveLane implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final ObjectMapper mapper =
      // As texts and numbers came in, they go out.
      JsonMapper.builder()
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaProducer<byte[], byte[]> producer;
  private final SendTable table;
  private final Decisions decisions;
  private final EventTree events;
  private final String output;

  /** Where a lane reads, writes and remembers. */
  public record Places(
      String bootstrap,
      String input,
      String output,
      String jdbcUrl,
      String user,
      String password) {}

  /** Opens a lane; its number tells it from the others of that name. */
  public NaiveLane(
      Places places, String name, int number, Integrations integrations, String rulebook)
      throws SQLException {
    table = new SendTable(places.jdbcUrl(), places.user(), places.password());
    decisions = new Decisions(integrations, new Rules(), table);
    events = new EventTree(mapper, rulebook);
    output = places.output();
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", places.bootstrap(),
                "group.id", name,
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest",
                "enable.auto.commit", "false"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", places.bootstrap(), "transactional.id", name + "-" + number),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    consumer.subscribe(List.of(places.input()));
  }

  /** Makes the table, unless it is there. */
  public static void prepare(Places places) throws SQLException {
    SendTable.create(places.jdbcUrl(), places.user(), places.password());
  }

  /**
   * Works until it is woken up.
   *
   * @param consuming is told as soon as it has partitions
   */
  public void run(Runnable consuming) throws IOException, SQLException {
    producer.initTransactions();
    try {
      ConsumerRecords<byte[], byte[]> batch = consumer.poll(POLL);
      while (batch.isEmpty() && consumer.assignment().isEmpty()) {
        batch = consumer.poll(POLL);
      }
      consuming.run();
      while (true) {
        if (!batch.isEmpty()) {
          process(batch);
        }
        batch = consumer.poll(POLL);
      }
    } catch (WakeupException _) {
      // It is to end.
    }
  }

  private void process(ConsumerRecords<byte[], byte[]> batch) throws IOException, SQLException {
    producer.beginTransaction();
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> message : batch) {
      IncomingUpdate update = IncomingUpdate.of(mapper.readTree(message.value()));
      byte[] key = update.profileId().getBytes(StandardCharsets.UTF_8);
      for (byte[] event : events.events(update, decisions.decide(update))) {
        var _ = producer.send(new ProducerRecord<>(output, key, event));
      }
      offsets.put(
          new TopicPartition(message.topic(), message.partition()),
          new OffsetAndMetadata(message.offset() + 1));
    }
    producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
    producer.commitTransaction();
  }

  /** Has it end after the batch in hand; from any thread. */
  public void wakeUp() {
    consumer.wakeup();
  }

  @Override
  public void close() throws SQLException {
    consumer.close();
    producer.close();
    table.close();
  }
}
