package dev.oncegate.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/** A KRaft broker in this JVM, on free ports of 127.0.0.1; it can be stopped and started again. */
public final class EmbeddedBroker implements AutoCloseable {
  private final Path directory;
  private final Properties properties = new Properties();
  private final int port;
  private @Nullable KafkaRaftServer server;

  private EmbeddedBroker(Map<String, String> settings) {
    try {
      directory = Files.createTempDirectory("oncegate-broker");
      port = freePort();
      int controllerPort = freePort();
      properties.putAll(
          Map.of(
              "process.roles",
              "broker,controller",
              "node.id",
              "1",
              "controller.quorum.voters",
              "1@127.0.0.1:" + controllerPort,
              "listeners",
              "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
              "controller.listener.names",
              "CONTROLLER",
              "log.dirs",
              directory.resolve("log").toString()));
      properties.putAll(
          Map.of(
              "offsets.topic.replication.factor", "1",
              "offsets.topic.num.partitions", "1",
              "transaction.state.log.replication.factor", "1",
              "transaction.state.log.min.isr", "1",
              "transaction.state.log.num.partitions", "4",
              "group.initial.rebalance.delay.ms", "0",
              "num.partitions", "4",
              "message.max.bytes", Integer.toString(32 * 1024 * 1024),
              "log.segment.bytes", Integer.toString(64 * 1024 * 1024)));
      properties.putAll(settings);
      var formatter = new Formatter();
      formatter
          .setNodeId(1)
          .setClusterId(Uuid.randomUuid().toString())
          .setControllerListenerName("CONTROLLER")
          .setDirectories(List.of(directory.resolve("log").toString()))
          .setMetadataLogDirectory(directory.resolve("log").toString())
          .run();
    } catch (Exception e) {
      throw new IllegalStateException("the broker's storage cannot be prepared", e);
    }
  }

  /** A started broker. */
  public static EmbeddedBroker start() {
    return start(Map.of());
  }

  /**
   * A started broker.
   *
   * @param settings the broker's own, over what is set here
   */
  public static EmbeddedBroker start(Map<String, String> settings) {
    var broker = new EmbeddedBroker(settings);
    broker.resume();
    return broker;
  }

  /** {@code host:port} for clients. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** Starts it, on the same port and with what it held before. */
  public void resume() {
    var started = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
    started.startup();
    server = started;
  }

  /** Stops it; what it holds stays. */
  public void pause() {
    KafkaRaftServer running = server;
    server = null;
    if (running != null) {
      running.shutdown();
      running.awaitShutdown();
    }
  }

  /** Stops it and removes what it held. */
  @Override
  public void close() {
    pause();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
