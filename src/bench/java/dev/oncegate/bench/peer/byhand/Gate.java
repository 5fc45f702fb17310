package dev.oncegate.bench.peer.byhand;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** The way of one update: read, look up what was sent, decide, remember, publish. */
final class Gate {
  private final Update update = new Update();
  private final UpdateParser parser = new UpdateParser(update);
  private final Marks marks = new Marks();
  private final DecisionTree tree = new DecisionTree(update, marks);
  private final ByteSink key = new ByteSink(128);
  private final Targets targets;
  private final EventBytes events;
  private final ProcessorContext<byte[], byte[]> context;
  private final KeyValueStore<Bytes, byte[]> sent;

  Gate(
      Targets targets,
      String rulebook,
      ProcessorContext<byte[], byte[]> context,
      KeyValueStore<Bytes, byte[]> sent) {
    this.targets = targets;
    this.events = new EventBytes(update, rulebook);
    this.context = context;
    this.sent = sent;
  }

  void process(Record<byte[], byte[]> message) {
    parser.parse(message.value());
    Target[] connected = targets.of(update);
    if (!tree.asksForMarks(connected)) {
      marks.begin(null);
      publish(connected, message);
      return;
    }
    Bytes subject = subject();
    marks.begin(sent.get(subject));
    publish(connected, message);
    if (marks.changed()) {
      sent.put(subject, marks.bytes());
    }
  }

  private void publish(Target[] connected, Record<byte[], byte[]> message) {
    byte[] profile = keyOf(message);
    for (Group group : tree.decide(connected)) {
      events.write(
          group, event -> context.forward(new Record<>(profile, event, message.timestamp())));
    }
  }

  /** Updates are keyed by their profile, and so are events. */
  private byte[] keyOf(Record<byte[], byte[]> message) {
    byte[] key = message.key();
    return key != null && update.texts.equals(update.profileId, key)
        ? key
        : update.texts.copy(update.profileId);
  }

  /** The profile comes first, so that all that a profile was sent is in one place of the store. */
  private Bytes subject() {
    key.clear();
    key.add(update.texts, update.profileId);
    key.add(update.texts, update.computationId);
    key.add(update.texts, update.spaceId);
    // So that no two triples are one key.
    addLength(update.computationId);
    addLength(update.spaceId);
    return Bytes.wrap(key.copy());
  }

  private void addLength(long stretch) {
    key.add(ByteSink.lengthOf(stretch) >> 8);
    key.add(ByteSink.lengthOf(stretch));
  }
}
