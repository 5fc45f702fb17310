package dev.oncegate.kafka;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.SyncGate;
import dev.oncegate.core.decide.Rulebook;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.ProfileUpdate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** An update that is decided in a batch of the sync stage, or is to be decided elsewhere. */
final class SyncCase implements Ledger.Case, SyncPublisher.Step {
  private static final SendHistory NOTHING_SENT = key -> null;

  private final ConsumerRecord<byte[], byte[]> message;
  private final Place place;
  private final ProfileUpdate update;
  private final Connected connected;
  private final Rulebook rulebook;
  private final long publishedUpTo;
  private final boolean readAgain;
  private boolean elsewhere;
  private @Nullable Outcome outcome;

  SyncCase(
      Batch batch,
      ConsumerRecord<byte[], byte[]> message,
      ProfileUpdate update,
      Connected connected,
      Rulebook rulebook) {
    this.message = message;
    this.place = batch.placeOf(message);
    this.publishedUpTo = batch.publishedUpTo(message.partition());
    this.readAgain = batch.isReadAgain(message);
    this.update = update;
    this.connected = connected;
    this.rulebook = rulebook;
  }

  ConsumerRecord<byte[], byte[]> message() {
    return message;
  }

  @Override
  public Place place() {
    return place;
  }

  @Override
  public ProfileUpdate update() {
    return update;
  }

  @Override
  public Connected connected() {
    return connected;
  }

  @Override
  public long publishedUpTo() {
    return publishedUpTo;
  }

  @Override
  public boolean isReadAgain() {
    return readAgain;
  }

  @Override
  public @Nullable Outcome decide(SendHistory history) {
    if (!elsewhere) {
      outcome = SyncGate.process(update, connected, history, rulebook);
    }
    return outcome;
  }

  @Override
  public @Nullable Outcome decideAgain() {
    if (!elsewhere) {
      outcome = SyncGate.processAgain(update, connected, rulebook);
    }
    return outcome;
  }

  /** What would follow if nothing had been sent before: at least as much as what will follow. */
  Outcome atMost() {
    return readAgain
        ? SyncGate.processAgain(update, connected, rulebook)
        : SyncGate.process(update, connected, NOTHING_SENT, rulebook);
  }

  /**
   * Whether more events than this follow from it, whatever the history says; so it can be known
   * before the history is asked, and does not change when a batch is tried again.
   */
  boolean fansOutOver(int limit) {
    long bound = 0;
    for (Destination destination : connected.destinations()) {
      bound +=
          switch (destination.idsPerEvent()) {
            case ALL -> 1;
            case ONE -> update.externalIds().size();
          };
    }
    return bound > limit && atMost().eventCount() > limit;
  }

  /** It is not decided in this batch. */
  void sendElsewhere() {
    elsewhere = true;
  }

  boolean isElsewhere() {
    return elsewhere;
  }

  /** What the batch decided. */
  Outcome outcome() {
    if (outcome == null) {
      throw new IllegalStateException("the ledger left " + place + " undecided");
    }
    return outcome;
  }
}
