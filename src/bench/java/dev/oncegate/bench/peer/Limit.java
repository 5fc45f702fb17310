package dev.oncegate.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A, the limit: what the clients and the broker can do. Reads updates and, without looking inside,
 * writes for each as many records of the same size as Oncegate would, in the same transactions by
 * clients of the same settings.
 */
@Command(name = "limit")
public final class Limit implements Callable<Integer> {
  // All as the service's lanes have it (kafka.Clients, wiring.LanesConfig).
  private static final int BATCH_RECORDS = 4000;
  private static final int BATCH_BYTES = 2 << 20;
  private static final int SESSION_MILLIS = 10_000;
  private static final int TRANSACTION_MILLIS = 20_000;
  private static final int CALL_MILLIS = 15_000;
  private static final int LARGEST_MESSAGE = 32 << 20;
  private static final Duration POLL = Duration.ofMillis(500);

  @Mixin private PeerOptions options = new PeerOptions();

  @Option(
      names = "--shape",
      required = true,
      paramLabel = "FILE",
      description = "For example updates, a line each, the sizes of their events.")
  private Path shape = Path.of("");

  private final List<KafkaConsumer<byte[], byte[]>> consumers = new ArrayList<>();

  public static void main(String[] args) {
    System.exit(new CommandLine(new Limit()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<int[]> sizes = sizes();
    var threads = new ArrayList<Thread>();
    for (int lane = 0; lane < options.lanes(); lane++) {
      KafkaConsumer<byte[], byte[]> consumer = consumer(options.name() + "-" + lane);
      consumers.add(consumer);
      String transactions = options.name() + "-" + lane;
      threads.add(
          Thread.ofPlatform()
              .uncaughtExceptionHandler((_, e) -> fail(e))
              .unstarted(() -> run(consumer, transactions, sizes)));
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(threads)));
    threads.forEach(Thread::start);
    System.out.println("ready");
    for (Thread thread : threads) {
      thread.join();
    }
    return 0;
  }

  /** Half of the limit is of no use to anybody. */
  private static void fail(Throwable e) {
    e.printStackTrace();
    Runtime.getRuntime().halt(1);
  }

  /** For example updates, the sizes of their events. */
  private List<int[]> sizes() throws IOException {
    var sizes = new ArrayList<int[]>();
    for (String line : Files.readAllLines(shape)) {
      sizes.add(
          line.isEmpty()
              ? new int[0]
              : List.of(line.split(" ")).stream().mapToInt(Integer::parseInt).toArray());
    }
    return sizes;
  }

  private void run(KafkaConsumer<byte[], byte[]> consumer, String transactions, List<int[]> sizes) {
    try (consumer;
        KafkaProducer<byte[], byte[]> producer = producer(transactions)) {
      producer.initTransactions();
      consumer.subscribe(List.of(options.input()));
      while (true) {
        ConsumerRecords<byte[], byte[]> batch = consumer.poll(POLL);
        if (!batch.isEmpty()) {
          producer.beginTransaction();
          for (ConsumerRecord<byte[], byte[]> update : batch) {
            for (int size : sizes.get((int) (update.offset() % sizes.size()))) {
              Future<RecordMetadata> _ =
                  producer.send(
                      new ProducerRecord<>(
                          options.output(), update.key(), bytes(update.value(), size)));
            }
          }
          producer.sendOffsetsToTransaction(batch.nextOffsets(), consumer.groupMetadata());
          producer.commitTransaction();
        }
      }
    } catch (WakeupException _) {
      // It is told to stop.
    }
  }

  /** The update's, again and again, up to a size. */
  private static byte[] bytes(byte[] update, int size) {
    var bytes = new byte[size];
    for (int at = 0; at < size; at += update.length) {
      System.arraycopy(update, 0, bytes, at, Math.min(update.length, size - at));
    }
    return bytes;
  }

  private void stop(List<Thread> threads) {
    consumers.forEach(KafkaConsumer::wakeup);
    for (Thread thread : threads) {
      try {
        thread.join(Duration.ofSeconds(5));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer(String clientId) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", options.bootstrap());
    config.put("client.id", clientId);
    config.put("group.id", options.name());
    config.put("isolation.level", "read_committed");
    config.put("enable.auto.commit", false);
    config.put("auto.offset.reset", "earliest");
    config.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
    config.put("session.timeout.ms", SESSION_MILLIS);
    config.put("heartbeat.interval.ms", SESSION_MILLIS / 4);
    config.put("default.api.timeout.ms", CALL_MILLIS);
    config.put("request.timeout.ms", CALL_MILLIS);
    config.put("max.poll.records", BATCH_RECORDS);
    config.put("max.partition.fetch.bytes", BATCH_BYTES);
    config.put("fetch.max.bytes", 8 * BATCH_BYTES);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private KafkaProducer<byte[], byte[]> producer(String transactions) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", options.bootstrap());
    config.put("client.id", transactions);
    config.put("transactional.id", transactions);
    config.put("transaction.timeout.ms", TRANSACTION_MILLIS);
    config.put("delivery.timeout.ms", TRANSACTION_MILLIS);
    config.put("max.block.ms", TRANSACTION_MILLIS);
    config.put("request.timeout.ms", TRANSACTION_MILLIS / 2);
    config.put("acks", "all");
    config.put("linger.ms", 50);
    config.put("batch.size", 256 * 1024);
    config.put("compression.type", "lz4");
    config.put("max.request.size", LARGEST_MESSAGE);
    config.put("buffer.memory", LARGEST_MESSAGE);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
