package dev.oncegate.bench;

import dev.oncegate.testkit.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The Kafka broker in a process of its own, so that its CPU is not taken for anybody else's. */
final class BrokerProcess implements AutoCloseable {
  // As Kafka's own scripts run it.
  private static final List<String> OPTIONS =
      List.of("--sun-misc-unsafe-memory-access=allow", "-XX:+UseG1GC");
  private static final String STARTED = "broker at ";

  private final Child child;
  private final String bootstrapServers;

  private BrokerProcess(Child child, String bootstrapServers) {
    this.child = child;
    this.bootstrapServers = bootstrapServers;
  }

  static BrokerProcess start(Path log) throws IOException {
    Child child = Child.java(OPTIONS, BrokerProcess.class.getName(), List.of(), log);
    return new BrokerProcess(child, child.awaitLine(STARTED));
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  long pid() {
    return child.pid();
  }

  @Override
  public void close() {
    child.close();
  }

  /** Runs until it is told to end, or whoever started it is gone. */
  public static void main(String[] args) throws IOException {
    // A turn leaves gigabytes behind, which are to be gone before the next.
    EmbeddedBroker broker = EmbeddedBroker.start(Map.of("log.segment.delete.delay.ms", "500"));
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
    System.out.println(STARTED + broker.bootstrapServers());
    int end = System.in.read();
    System.exit(Math.min(end, 0));
  }
}
