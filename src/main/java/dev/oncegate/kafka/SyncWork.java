package dev.oncegate.kafka;

import dev.oncegate.core.decide.Rulebook;
import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.json.Parsed;
import dev.oncegate.json.UpdateReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The sync stage, by either entrance: decide a batch, and publish all that follows from it. */
final class SyncWork implements Work {
  private static final Logger LOG = Logger.getLogger(SyncWork.class);

  private final Stage stage;
  private final Supplier<Integrations> integrations;
  private final Supplier<Rulebook> rulebook;
  private final Ledger ledger;
  private final Entrance entrance;
  private final Sizes sizes;
  private final SyncPublisher publisher;
  private final LaneMeters meters;

  /** What is different between the two entrances. */
  interface Entrance {
    /** Called before a batch is decided. */
    void entered(List<SyncCase> cases);

    /** Called when everybody can read what was decided. */
    void published(List<SyncCase> cases);
  }

  SyncWork(
      Stage stage,
      Supplier<Integrations> integrations,
      Supplier<Rulebook> rulebook,
      Ledger ledger,
      Entrance entrance,
      TopicBook topics,
      SyncPublisher publisher,
      LaneMeters meters) {
    this.stage = stage;
    this.integrations = integrations;
    this.rulebook = rulebook;
    this.ledger = ledger;
    this.entrance = entrance;
    this.sizes = new Sizes(topics, publisher);
    this.publisher = publisher;
    this.meters = meters;
  }

  @Override
  public long publishedUpTo(UUID topicId, int partition) {
    return ledger.publishedUpTo(topicId, partition);
  }

  @Override
  public void closeTopic(UUID topicId, int partition, long publishedUpTo, Instant since) {
    ledger.closeTopic(topicId, partition, publishedUpTo, since);
  }

  @Override
  public Publication prepare(Batch batch, FailingMessages failing) {
    // Taken once a batch, so that a change is in force between two batches and never within one.
    Integrations current = integrations.get();
    Rulebook rules = rulebook.get();
    var steps = new ArrayList<SyncPublisher.Step>(batch.messages().size());
    var cases = new ArrayList<SyncCase>(batch.messages().size());
    var blankIds = new BlankIds();
    var parked = new ArrayList<SyncCase>(0);
    for (ConsumerRecord<byte[], byte[]> message : batch.messages()) {
      Why failed = failing.whyParked(message);
      if (failed != null) {
        steps.add(new SyncPublisher.Parked(message, failed));
        SyncCase unread = caseOfFailing(batch, message, current, rules);
        if (unread != null) {
          parked.add(unread);
          cases.add(unread);
        }
        continue;
      }
      Parsed parsed = message.value() == null ? null : UpdateReader.identified(message.value());
      switch (parsed) {
        case null -> steps.add(new SyncPublisher.Parked(message, Why.noValue()));
        case Parsed.Invalid bad -> steps.add(new SyncPublisher.Parked(message, Why.of(bad)));
        case Parsed.Valid(ProfileUpdate update, _, int blank) -> {
          blankIds.add(blank);
          Connected connected = onlyNamed(current.connectedTo(update), message);
          var found = new SyncCase(batch, message, update, connected, rules);
          Why tooLarge = sizes.check(found);
          if (tooLarge != null) {
            found.sendElsewhere();
            steps.add(new SyncPublisher.Parked(message, tooLarge));
          } else {
            steps.add(found);
          }
          cases.add(found);
        }
      }
    }
    batch.confirmTopic();
    return decide(steps, cases, parked, blankIds);
  }

  /** The case of a message that is parked since it fails; null if it cannot even be read. */
  private static @Nullable SyncCase caseOfFailing(
      Batch batch, ConsumerRecord<byte[], byte[]> message, Integrations current, Rulebook rules) {
    try {
      if (message.value() != null
          && UpdateReader.identified(message.value()) instanceof Parsed.Valid(var update, _, _)) {
        var found = new SyncCase(batch, message, update, current.connectedTo(update), rules);
        found.sendElsewhere();
        return found;
      }
    } catch (RuntimeException | StackOverflowError e) {
      LOG.debugf(e, "a message that is parked cannot be read");
    }
    return null;
  }

  private void ask(List<SyncCase> cases, List<SyncCase> parked) {
    try {
      ledger.decide(cases);
    } catch (RuntimeException | StackOverflowError e) {
      // What an attempt wrote of a message that is parked now is taken out by deciding nothing of
      // it; unless the ledger cannot be asked for it at all, and then it never wrote anything.
      if (parked.isEmpty() || !MessageFailure.isPossible(e)) {
        throw e;
      }
      var others = new ArrayList<>(cases);
      others.removeAll(parked);
      if (!others.isEmpty()) {
        ledger.decide(others);
      }
    }
  }

  private Publication decide(
      List<SyncPublisher.Step> steps,
      List<SyncCase> cases,
      List<SyncCase> parked,
      BlankIds blankIds) {
    if (!cases.isEmpty()) {
      entrance.entered(cases);
      ask(cases, parked);
    }
    publisher.makeTopics(steps);
    return new Publication() {
      private Published sent = new Published();

      @Override
      public void publish(Outbox out) {
        sent = publisher.publish(steps, out);
      }

      @Override
      public void published() {
        meters.updates(stage, steps.size());
        blankIds.published(stage, meters);
        sent.countFor(stage, meters);
        entrance.published(cases);
      }
    };
  }

  /** Only the destinations that the message names, should it name any: the parked of a retry. */
  private static Connected onlyNamed(Connected connected, ConsumerRecord<byte[], byte[]> message) {
    String names = Headers.text(message.headers(), Headers.DESTINATIONS);
    if (names == null) {
      return connected;
    }
    Set<String> named = Set.copyOf(List.of(names.split(",")));
    var kept = new ArrayList<Destination>();
    for (Destination destination : connected.destinations()) {
      if (named.contains(destination.id())) {
        kept.add(destination);
      }
    }
    return new Connected(connected.space(), kept);
  }
}
