package dev.oncegate.bench.peer;

import dev.oncegate.bench.peer.byhand.Gates;
import dev.oncegate.bench.peer.byhand.SentStore;
import dev.oncegate.bench.peer.byhand.Targets;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * What one would write by hand: Kafka Streams with exactly-once processing, the decision tree as
 * plain Java, what was sent in RocksDB with a changelog. It prints {@code ready} when it consumes,
 * and ends on SIGTERM.
 */
@Command(
    name = "by-hand",
    mixinStandardHelpOptions = true,
    description = "Decides identified updates with Kafka Streams.")
public final class ByHand implements Callable<Integer> {
  // Held, since a logger that nobody holds forgets its level.
  private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

  private static final int MIB = 1024 * 1024;
  private static final Duration CLOSES_WITHIN = Duration.ofSeconds(20);
  private static final Duration COMMITS_EVERY = Duration.ofMillis(250);
  private static final Duration LINGERS = Duration.ofMillis(20);

  @Mixin private PeerOptions options = new PeerOptions();

  public static void main(String[] args) {
    KAFKA.setLevel(Level.WARNING);
    int exitCode = new CommandLine(new ByHand()).execute(args);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    Targets targets;
    try {
      targets = Targets.read(options.integrations());
    } catch (IOException | IllegalArgumentException e) {
      System.err.println(options.integrations() + ": " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    var streams =
        new KafkaStreams(
            Gates.topology(options.input(), options.output(), targets, options.rulebook()),
            settings());
    return run(streams);
  }

  private static int run(KafkaStreams streams) throws InterruptedException {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    var running = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    streams.setUncaughtExceptionHandler(
        failure -> {
          failure.printStackTrace();
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    streams.setStateListener(
        (now, before) -> {
          if (now == KafkaStreams.State.RUNNING && running.getCount() > 0) {
            running.countDown();
            out.println("ready");
          }
          if (now.hasCompletedShutdown()) {
            ended.countDown();
          }
        });
    Runtime.getRuntime().addShutdownHook(new Thread(() -> streams.close(CLOSES_WITHIN)));
    streams.start();
    ended.await();
    return streams.state() == KafkaStreams.State.ERROR
        ? CommandLine.ExitCode.SOFTWARE
        : CommandLine.ExitCode.OK;
  }

  private Properties settings() {
    var settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, options.name());
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, options.bootstrap());
    settings.put(StreamsConfig.STATE_DIR_CONFIG, options.state().toString());
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, options.lanes());
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SentStore.class.getName());
    // A commit has its thread wait for the broker; the default of 100 ms has it wait most often.
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, (int) COMMITS_EVERY.toMillis());
    settings.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    settings.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 4 * MIB);
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), (int) LINGERS.toMillis());
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), MIB / 4);
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), 64L * MIB);
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    return settings;
  }
}
