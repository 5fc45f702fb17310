package dev.oncegate.rollout;

import dev.oncegate.codec.LegacyEvent;
import dev.oncegate.codec.LoggedDecision;
import dev.oncegate.core.decide.FormerAddress;
import dev.oncegate.core.decide.LastSend;
import dev.oncegate.core.decide.LegacySends;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.decide.SendKey;
import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.core.update.RecordPosition;
import dev.oncegate.core.update.Space;
import dev.oncegate.pipeline.LedgerBatch;
import dev.oncegate.pipeline.LedgerEntry;
import dev.oncegate.pipeline.LoggedDecisions;
import dev.oncegate.pipeline.PublishedEvents;
import dev.oncegate.pipeline.SendLedger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says what a move between the flows is about, before it is made and after it was taken back. What
 * the dedupe flow held back is in the decision log; what the legacy flow sent is in its events, and
 * the ledger knows who had it before. Nothing is changed by it.
 */
public final class RolloutBill {
  private final LoggedDecisions decisions;
  private final PublishedEvents events;
  private final SendLedger ledger;
  private final Supplier<Integrations> integrations;
  private final Supplier<RolloutState> state;

  public RolloutBill(
      LoggedDecisions decisions,
      PublishedEvents events,
      SendLedger ledger,
      Supplier<Integrations> integrations,
      Supplier<RolloutState> state) {
    this.decisions = decisions;
    this.events = events;
    this.ledger = ledger;
    this.integrations = integrations;
    this.state = state;
  }

  /** Of everybody, as the kill switch moves them. */
  public Bill ofAll(Instant since) {
    return of(BilledProfiles.ALL, since);
  }

  /** Of those whom a gate is for. */
  public Bill of(GateScope scope, Instant since) {
    return of(BilledProfiles.of(scope, state.get()), since);
  }

  /** Of those whom a gate would move. */
  public Bill of(FlowGate gate, Instant since) {
    return of(BilledProfiles.movedBy(gate, state.get()), since);
  }

  private Bill of(BilledProfiles profiles, Instant since) {
    var count = new BillCount(profiles, integrations.get());
    long decisionsNotKept = decisions.since(since, count::decision);
    var sends = new SentByLegacy(count);
    long eventsNotKept = events.since(since, sends);
    sends.count();
    return count.bill(since, decisionsNotKept, eventsNotKept);
  }

  /** What is counted, by destination. */
  private static final class BillCount {
    private final BilledProfiles profiles;
    private final Integrations current;
    private final DistinctPeople people = new DistinctPeople(DistinctPeople.MOST);
    private final Map<String, LineCount> lines = new TreeMap<>();
    private long uncounted;
    private long unreadable;

    BillCount(BilledProfiles profiles, Integrations current) {
      this.profiles = profiles;
      this.current = current;
    }

    void decision(byte[] json, @Nullable Integer externalIds) {
      LoggedDecision decision;
      try {
        decision = LoggedDecision.read(new String(json, StandardCharsets.UTF_8));
      } catch (IllegalArgumentException _) {
        unreadable++;
        return;
      }
      Destination destination = connected(decision);
      Space space = current.space(decision.spaceId());
      if (destination == null || !profiles.leaveDedupe(space, decision.profileId())) {
        return;
      }
      int sent = eventsOf(destination, decision.ids().size());
      if (externalIds == null) {
        boolean sendsAll = sent > 0 && destination.idsPerEvent() == Destination.IdsPerEvent.ALL;
        uncounted += sendsAll ? 0 : 1;
        return;
      }
      int more = eventsOf(destination, externalIds) - sent;
      if (more > 0) {
        Tally heldBack = line(destination.id()).heldBack;
        heldBack.update(space.id(), decision.profileId());
        heldBack.events += more;
      }
    }

    /** Null if the legacy flow would send it nothing, since it is not connected any more. */
    private @Nullable Destination connected(LoggedDecision decision) {
      for (Destination it : current.destinationsOf(decision.spaceId(), decision.computationId())) {
        if (it.id().equals(decision.destinationId())) {
          return it;
        }
      }
      return null;
    }

    private static int eventsOf(Destination destination, int externalIds) {
      return switch (destination.idsPerEvent()) {
        case ALL -> Math.min(1, externalIds);
        case ONE -> externalIds;
      };
    }

    LineCount line(String destinationId) {
      return lines.computeIfAbsent(destinationId, id -> new LineCount(id, people));
    }

    Bill bill(Instant since, long decisionsNotKept, long eventsNotKept) {
      return new Bill(
          since,
          lines.values().stream().map(LineCount::made).toList(),
          decisionsNotKept,
          eventsNotKept,
          uncounted,
          unreadable,
          !people.isFull());
    }
  }

  private static final class LineCount {
    private final String destinationId;
    final Tally heldBack;
    final Tally sentByLegacy;
    final Tally repeats;
    long maybeRepeats;

    LineCount(String destinationId, DistinctPeople people) {
      this.destinationId = destinationId;
      heldBack = new Tally("held " + destinationId, people);
      sentByLegacy = new Tally("sent " + destinationId, people);
      repeats = new Tally("repeats " + destinationId, people);
    }

    Bill.BillLine made() {
      return new Bill.BillLine(
          destinationId, heldBack.made(), sentByLegacy.made(), repeats.made(), maybeRepeats);
    }
  }

  private static final class Tally {
    private final String name;
    private final DistinctPeople distinct;
    private long updates;
    private long people;
    long events;

    Tally(String name, DistinctPeople distinct) {
      this.name = name;
      this.distinct = distinct;
    }

    void update(String spaceId, String profileId) {
      updates++;
      people += distinct.add(name, spaceId, profileId) ? 1 : 0;
    }

    Bill.BillTally made() {
      return new Bill.BillTally(updates, events, people);
    }
  }

  /** How an update went to a destination. */
  private static final class SentTo {
    boolean isNew = true;
    boolean isRepeat;
    boolean maybeRepeat;
  }

  /** An event, and the update that it is of with what was said of that before. */
  private record SentEvent(LegacyEvent event, RecordPosition position, Map<String, SentTo> to) {}

  private record LastUpdate(String source, Map<String, SentTo> to) {}

  /** Counts the events of the legacy flow, a batch at a time, since the ledger is asked so. */
  private final class SentByLegacy implements PublishedEvents.EventReceiver {
    private static final int BATCH = 1_000;

    private final BillCount count;
    private final List<SentEvent> batch = new ArrayList<>();
    // The update that a partition's last event was of: one update can have any number of them.
    private final Map<Integer, LastUpdate> lastOf = new HashMap<>();
    private final SentSince history = new SentSince();

    SentByLegacy(BillCount count) {
      this.count = count;
    }

    @Override
    public void take(RecordPosition position, byte[] bytes) {
      LegacyEvent event;
      try {
        event = LegacyEvent.read(bytes);
      } catch (IllegalArgumentException _) {
        count.unreadable++;
        return;
      }
      if (event == null) {
        return;
      }
      ProfileUpdate update = event.update();
      if (count.profiles.leaveLegacy(count.current.space(update.spaceId()), update.profileId())) {
        batch.add(new SentEvent(event, position, destinationsOf(update, position.partition())));
        if (batch.size() == BATCH) {
          count();
        }
      }
    }

    private Map<String, SentTo> destinationsOf(ProfileUpdate update, int partition) {
      String source = update.spaceId() + '\n' + update.messageId();
      LastUpdate last = lastOf.get(partition);
      if (last == null || !last.source().equals(source)) {
        last = new LastUpdate(source, new HashMap<>());
        lastOf.put(partition, last);
      }
      return last.to();
    }

    void count() {
      if (batch.isEmpty()) {
        return;
      }
      // Nothing is remembered, and the batch is closed without a commit.
      try (LedgerBatch open = ledger.open(batch.stream().map(this::entry).toList())) {
        for (SentEvent sent : batch) {
          history.begin(open.historyAt(sent.position()), sent.event().update());
          count(sent);
        }
      }
      batch.clear();
    }

    private LedgerEntry entry(SentEvent sent) {
      ProfileUpdate update = sent.event().update();
      var connected = new Connected(count.current.space(update.spaceId()), dedupedBy(sent));
      return new LedgerEntry(update, connected, sent.position(), 0, false);
    }

    private List<Destination> dedupedBy(SentEvent sent) {
      return count.current.connectedTo(sent.event().update()).destinations().stream()
          .filter(it -> it.isDeduped() && sent.event().destinationIds().contains(it.id()))
          .toList();
    }

    private void count(SentEvent sent) {
      ProfileUpdate update = sent.event().update();
      Map<String, Destination> deduped = new HashMap<>();
      dedupedBy(sent).forEach(it -> deduped.put(it.id(), it));
      for (String id : sent.event().destinationIds()) {
        SentTo to = sent.to().computeIfAbsent(id, _ -> new SentTo());
        Tally tally = count.line(id).sentByLegacy;
        tally.events++;
        if (to.isNew) {
          tally.update(update.spaceId(), update.profileId());
        }
        Destination destination = deduped.get(id);
        if (destination != null) {
          countRepeat(update, destination, to);
        }
        to.isNew = false;
      }
    }

    private void countRepeat(ProfileUpdate update, Destination destination, SentTo to) {
      LineCount line = count.line(destination.id());
      boolean repeats;
      if (to.isNew || destination.dedupeScope() == Destination.DedupeScope.ADDRESS) {
        repeats = LegacySends.isRepeat(update, destination, history);
        if (!repeats && history.isUnsure() && !to.maybeRepeat) {
          to.maybeRepeat = true;
          line.maybeRepeats++;
        }
        history.add(LegacySends.entries(update, List.of(destination), history));
      } else {
        // A profile's message is one, in however many events.
        repeats = to.isRepeat;
      }
      if (repeats) {
        line.repeats.events++;
        if (!to.isRepeat) {
          to.isRepeat = true;
          line.repeats.update(update.spaceId(), update.profileId());
        }
      }
    }
  }

  /**
   * What was sent before an event of the legacy flow: of the bill's time what was read of it, and
   * of the time before what the ledger says.
   */
  private static final class SentSince implements SendHistory {
    private static final int MOST_REMEMBERED = 200_000;

    private final Map<SendKey, LastSend> remembered = new HashMap<>();
    private boolean isFull;
    private SendHistory ledger = _ -> null;
    private Instant computedAt = Instant.EPOCH;
    private boolean unsure;

    void begin(SendHistory before, ProfileUpdate update) {
      ledger = before;
      computedAt = update.computedAt();
    }

    void add(List<Entry> entries) {
      for (Entry entry : entries) {
        if (remembered.size() < MOST_REMEMBERED || remembered.containsKey(entry.key())) {
          remembered.put(entry.key(), entry.last());
        } else {
          isFull = true;
        }
      }
      unsure = false;
    }

    /** Whether something was asked since the last {@link #add} that nobody can tell any more. */
    boolean isUnsure() {
      return unsure;
    }

    @Override
    public @Nullable LastSend last(SendKey key) {
      LastSend here = remembered.get(key);
      return here != null ? here : before(ledger.last(key));
    }

    @Override
    public @Nullable LastSend last(SendKey key, FormerAddress former) {
      LastSend here = remembered.get(key);
      return here != null ? here : before(ledger.last(key, former));
    }

    /** The ledger has the last send alone, which may be the event itself, or one after it. */
    private @Nullable LastSend before(@Nullable LastSend last) {
      if (last == null || last.computedAt().isBefore(computedAt)) {
        unsure |= isFull;
        return last;
      }
      unsure = true;
      return null;
    }
  }
}
