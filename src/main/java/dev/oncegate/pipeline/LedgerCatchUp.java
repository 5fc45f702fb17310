package dev.oncegate.pipeline;

import dev.oncegate.codec.LegacyEvent;
import dev.oncegate.core.decide.LegacySends;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.core.update.RecordPosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Has the ledger remember what the legacy flow sent while the kill switch was thrown, as it reads
 * in the published events. To do so again changes nothing.
 *
 * <p>What it writes is written by the events' positions. They are of another topic than the
 * updates', so that every update sees it.
 */
public final class LedgerCatchUp {
  private static final int BATCH = 1_000;

  private final PublishedEvents events;
  private final SendLedger ledger;
  private final Supplier<Integrations> integrations;

  /**
   * What was done.
   *
   * @param events of the legacy flow that were read
   * @param updates of which these events are, as far as a destination that dedupes got them
   * @param remembered sends, and exits
   * @param unreadable records that are no events
   * @param notKept records of that time that the topic does not have any more, at most
   */
  public record CaughtUp(
      long events, long updates, long remembered, long unreadable, long notKept) {}

  public LedgerCatchUp(
      PublishedEvents events, SendLedger ledger, Supplier<Integrations> integrations) {
    this.events = events;
    this.ledger = ledger;
    this.integrations = integrations;
  }

  /**
   * Reads what was published since a time.
   *
   * @throws dev.oncegate.core.DependencyUnavailableException if the ledger does not answer; what
   *     was remembered until then stays
   */
  public CaughtUp since(Instant since) {
    var reading = new Reading(integrations.get());
    long notKept = events.since(since, reading);
    reading.remember();
    return new CaughtUp(
        reading.read, reading.updates, reading.remembered, reading.unreadable, notKept);
  }

  /**
   * The events of one update, as far as they were read.
   *
   * @param destinations that dedupe and got any of them
   */
  private record EventsOfUpdate(String source, Set<String> destinations) {}

  private final class Reading implements PublishedEvents.EventReceiver {
    private final Integrations current;
    private final List<LedgerEntry> batch = new ArrayList<>();
    // The update that a partition's last event was of: one update can have any number of them.
    private final Map<Integer, EventsOfUpdate> lastOf = new HashMap<>();
    private long read;
    private long updates;
    private long remembered;
    private long unreadable;

    Reading(Integrations current) {
      this.current = current;
    }

    @Override
    public void take(RecordPosition position, byte[] bytes) {
      LegacyEvent event;
      try {
        event = LegacyEvent.read(bytes);
      } catch (IllegalArgumentException _) {
        unreadable++;
        return;
      }
      if (event == null) {
        return;
      }
      read++;
      Connected deduped = dedupedBy(event, ofUpdate(event, position.partition()));
      if (!deduped.destinations().isEmpty()) {
        batch.add(new LedgerEntry(event.update(), deduped, position, 0, false));
        if (batch.size() == BATCH) {
          remember();
        }
      }
    }

    private EventsOfUpdate ofUpdate(LegacyEvent event, int partition) {
      String source = event.update().spaceId() + '\n' + event.update().messageId();
      EventsOfUpdate last = lastOf.get(partition);
      if (last == null || !last.source().equals(source)) {
        last = new EventsOfUpdate(source, new HashSet<>());
        lastOf.put(partition, last);
      }
      return last;
    }

    /** A profile is remembered by one event of an update, an address by the event that has it. */
    private Connected dedupedBy(LegacyEvent event, EventsOfUpdate ofUpdate) {
      Connected connected = current.connectedTo(event.update());
      var deduped = new ArrayList<Destination>();
      for (Destination destination : connected.destinations()) {
        if (destination.isDeduped() && event.destinationIds().contains(destination.id())) {
          updates += ofUpdate.destinations().isEmpty() ? 1 : 0;
          boolean isFirst = ofUpdate.destinations().add(destination.id());
          switch (destination.dedupeScope()) {
            case PROFILE -> {
              if (isFirst) {
                deduped.add(destination);
              }
            }
            case ADDRESS -> deduped.add(destination);
          }
        }
      }
      return new Connected(connected.space(), deduped);
    }

    void remember() {
      if (batch.isEmpty()) {
        return;
      }
      long sends = remembered(batch);
      while (sends < 0) {
        // Profiles became one meanwhile: once more, with all of them.
        sends = remembered(batch);
      }
      remembered += sends;
      batch.clear();
    }
  }

  /** How many entries the ledger took; negative if it took none, and is to be asked again. */
  private long remembered(List<LedgerEntry> batch) {
    long sends = 0;
    try (LedgerBatch open = ledger.open(batch)) {
      for (LedgerEntry entry : batch) {
        List<SendHistory.Entry> entries =
            LegacySends.entries(
                entry.update(), entry.connected().destinations(), open.historyAt(entry.position()));
        open.remember(entries);
        sends += entries.size();
      }
      return open.commit() ? sends : -1;
    }
  }
}
