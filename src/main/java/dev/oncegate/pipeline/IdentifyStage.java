package dev.oncegate.pipeline;

import dev.oncegate.codec.IdentifiedWriter;
import dev.oncegate.codec.Parsed;
import dev.oncegate.codec.UpdateReader;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.identity.Identity;
import dev.oncegate.identity.IdentityService;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * The identify stage: each update goes on with the external ids of its profile, under the
 * survivor's id where the profile was merged. Its key is that id, whatever the key was before.
 */
public final class IdentifyStage implements BatchProcessor {
  private final IdentityService identities;
  private final OutputTopics topics;
  private final ParkedMessages parkedMessages;
  private final StageMeters meters;

  /** What a message turned out to be. */
  private sealed interface Item {
    record ToIdentify(InputMessage message, Parsed.Valid update) implements Item {}

    record Rejected(InputMessage message, ParkReason reason) implements Item {}
  }

  public IdentifyStage(IdentityService identities, OutputTopics topics, StageMeters meters) {
    this.identities = identities;
    this.topics = topics;
    this.parkedMessages = new ParkedMessages(topics, Stage.IDENTIFY);
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
  public PreparedBatch prepare(MessageBatch batch) {
    var items = new ArrayList<Item>(batch.messages().size());
    var updates = new ArrayList<ProfileUpdate>(batch.messages().size());
    var blankIds = new BlankIds();
    for (InputMessage message : batch.messages()) {
      Item item = read(message);
      items.add(item);
      if (item instanceof Item.ToIdentify(_, Parsed.Valid update)) {
        updates.add(update.update());
        blankIds.add(update.blankIds());
      }
    }
    batch.confirmTopic();
    return new Identified(items, identities.identify(updates), blankIds);
  }

  private static Item read(InputMessage message) {
    if (message.failure() != null) {
      return new Item.Rejected(message, message.failure());
    }
    byte[] value = message.value();
    if (value == null) {
      return new Item.Rejected(message, ParkReason.noValue());
    }
    return switch (UpdateReader.computed(value)) {
      case Parsed.Invalid bad -> new Item.Rejected(message, ParkReason.of(bad));
      case Parsed.Valid good -> new Item.ToIdentify(message, good);
    };
  }

  private final class Identified implements PreparedBatch {
    private final List<Item> items;
    private final List<Identity> identities;
    private final BlankIds blankIds;
    private final List<String> parked = new ArrayList<>(0);

    Identified(List<Item> items, List<Identity> identities, BlankIds blankIds) {
      this.items = items;
      this.identities = identities;
      this.blankIds = blankIds;
    }

    @Override
    public void writeTo(MessageWriter out) {
      Iterator<Identity> identity = identities.iterator();
      for (Item item : items) {
        switch (item) {
          case Item.Rejected(InputMessage message, ParkReason reason) -> park(message, reason, out);
          case Item.ToIdentify(InputMessage message, Parsed.Valid update) ->
              pass(message, update.layout(), identity.next(), out);
        }
      }
    }

    private void pass(
        InputMessage message, Parsed.Layout layout, Identity identity, MessageWriter out) {
      byte[] value = Objects.requireNonNull(message.value());
      var identified =
          new OutputMessage(
              topics.names().identifiedOutput(),
              null,
              identity.profileId().getBytes(StandardCharsets.UTF_8),
              IdentifiedWriter.write(
                  value, layout, identity.profileId(), identity.lineage(), identity.externalIds()),
              message.headersToForward());
      int limit = topics.largestMessage(identified.topic());
      if (identified.size() > limit) {
        String what = "the update with its external ids";
        park(message, ParkReason.tooLarge(what, identified.topic(), limit), out);
      } else {
        out.write(identified);
      }
    }

    private void park(InputMessage message, ParkReason reason, MessageWriter out) {
      parked.add(reason.reason());
      out.write(parkedMessages.park(message.message(), reason));
    }

    @Override
    public void published() {
      meters.updates(Stage.IDENTIFY, items.size());
      blankIds.published(Stage.IDENTIFY, meters);
      for (String reason : parked) {
        meters.parked(Stage.IDENTIFY, reason, 1);
      }
    }
  }
}
