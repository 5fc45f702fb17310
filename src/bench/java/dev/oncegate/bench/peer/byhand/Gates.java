package dev.oncegate.bench.peer.byhand;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** Makes a gate for each task, and for each the store of what was sent. */
public final class Gates implements ProcessorSupplier<byte[], byte[], byte[], byte[]> {
  private static final String SENT = "sent";

  private final Targets targets;
  private final String rulebook;

  private Gates(Targets targets, String rulebook) {
    this.targets = targets;
    this.rulebook = rulebook;
  }

  /** From the updates of one topic to the events of another. */
  public static Topology topology(String input, String output, Targets targets, String rulebook) {
    var bytes = Serdes.ByteArray();
    return new Topology()
        .addSource("updates", bytes.deserializer(), bytes.deserializer(), input)
        .addProcessor("gate", new Gates(targets, rulebook), "updates")
        .addSink("events", output, bytes.serializer(), bytes.serializer(), "gate");
  }

  @Override
  public Processor<byte[], byte[], byte[], byte[]> get() {
    return new Task();
  }

  // Without a cache in front: a key is mostly written once and looked for before, so that a cache
  // would be one more copy of what the memtables hold.
  @Override
  public Set<StoreBuilder<?>> stores() {
    return Set.of(
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(SENT), Serdes.Bytes(), Serdes.ByteArray())
            .withCachingDisabled()
            .withLoggingEnabled(Map.of()));
  }

  private final class Task implements Processor<byte[], byte[], byte[], byte[]> {
    private @Nullable Gate gate;

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
      gate = new Gate(targets, rulebook, context, context.getStateStore(SENT));
    }

    @Override
    public void process(Record<byte[], byte[]> message) {
      Objects.requireNonNull(gate, "Kafka Streams has a task begin before it works")
          .process(message);
    }
  }
}
