package dev.oncegate.kafka;

import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.identity.Identity;
import dev.oncegate.identity.IdentityService;
import dev.oncegate.identity.IdentityUnavailable;
import dev.oncegate.json.IdentifiedWriter;
import dev.oncegate.json.Parsed;
import dev.oncegate.json.UpdateReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The identify stage: each update goes on with the external ids of its profile, under the
 * survivor's id where the profile was merged. Its key is that id, whatever the key was before.
 */
final class IdentifyWork implements Work {
  private final IdentityService identities;
  private final TopicBook topics;
  private final Parking parking;
  private final LaneMeters meters;

  private record Read(
      ConsumerRecord<byte[], byte[]> message, @Nullable Parsed parsed, @Nullable Why failed) {}

  IdentifyWork(IdentityService identities, TopicBook topics, LaneMeters meters) {
    this.identities = identities;
    this.topics = topics;
    this.parking = new Parking(topics, Stage.IDENTIFY);
    this.meters = meters;
  }

  /** Nobody kept that before there were notes. */
  @Override
  public long publishedUpTo(UUID topicId, int partition) {
    return 0;
  }

  /** What it learns of identities is true, whatever becomes of the message that told. */
  @Override
  public void closeTopic(UUID topicId, int partition, long publishedUpTo, Instant since) {}

  @Override
  public Publication prepare(Batch batch, FailingMessages failing) {
    var messages = new ArrayList<Read>(batch.messages().size());
    var updates = new ArrayList<ProfileUpdate>(batch.messages().size());
    var blankIds = new BlankIds();
    for (ConsumerRecord<byte[], byte[]> message : batch.messages()) {
      Why failed = failing.whyParked(message);
      Parsed parsed =
          message.value() == null || failed != null ? null : UpdateReader.computed(message.value());
      if (parsed instanceof Parsed.Valid && batch.isReadAgain(message)) {
        Headers.sayReadAgain(message.headers());
      }
      messages.add(new Read(message, parsed, failed));
      if (parsed instanceof Parsed.Valid good) {
        updates.add(good.update());
        blankIds.add(good.blankIds());
      }
    }
    batch.confirmTopic();
    try {
      return new Identified(messages, identities.identify(updates), blankIds);
    } catch (IdentityUnavailable e) {
      throw new Unavailable("identities: " + e.getMessage(), e);
    }
  }

  private final class Identified implements Publication {
    private final List<Read> messages;
    private final List<Identity> known;
    private final BlankIds blankIds;
    private final List<String> parked = new ArrayList<>(0);

    Identified(List<Read> messages, List<Identity> known, BlankIds blankIds) {
      this.messages = messages;
      this.known = known;
      this.blankIds = blankIds;
    }

    @Override
    public void publish(Outbox out) {
      Iterator<Identity> identity = known.iterator();
      for (Read read : messages) {
        switch (read.parsed()) {
          case null ->
              park(read.message(), read.failed() == null ? Why.noValue() : read.failed(), out);
          case Parsed.Invalid bad -> park(read.message(), Why.of(bad), out);
          case Parsed.Valid good -> pass(read.message(), good.layout(), identity.next(), out);
        }
      }
    }

    private void pass(
        ConsumerRecord<byte[], byte[]> message,
        Parsed.Layout layout,
        Identity identity,
        Outbox out) {
      String topic = topics.topics().identifiedOutput();
      var identified =
          new ProducerRecord<>(
              topic,
              null,
              Headers.bytes(identity.profileId()),
              IdentifiedWriter.write(
                  message.value(),
                  layout,
                  identity.profileId(),
                  identity.lineage(),
                  identity.externalIds()),
              message.headers());
      int limit = topics.largestMessage(topic);
      if (Outbox.sizeOf(identified) > limit) {
        park(message, Why.tooLarge("the update with its external ids", topic, limit), out);
      } else {
        out.send(identified);
      }
    }

    private void park(ConsumerRecord<byte[], byte[]> message, Why why, Outbox out) {
      parked.add(why.reason());
      out.send(parking.park(message, Origin.itself(message), why));
    }

    @Override
    public void published() {
      meters.updates(Stage.IDENTIFY, messages.size());
      blankIds.published(Stage.IDENTIFY, meters);
      for (String reason : parked) {
        meters.parked(Stage.IDENTIFY, reason, 1);
      }
    }
  }
}
