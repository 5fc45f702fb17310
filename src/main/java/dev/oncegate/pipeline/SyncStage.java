package dev.oncegate.pipeline;

import dev.oncegate.codec.Parsed;
import dev.oncegate.codec.UpdateReader;
import dev.oncegate.core.DependencyUnavailableException;
import dev.oncegate.core.Outcome;
import dev.oncegate.core.decide.Rulebook;
import dev.oncegate.core.decide.Situation;
import dev.oncegate.core.event.Flow;
import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.core.update.RecordPosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The sync stage, by either entrance: decide a batch, and write all that follows from it. */
public final class SyncStage implements BatchProcessor {
  private static final Logger LOG = Logger.getLogger(SyncStage.class);

  private final Stage stage;
  private final Parts parts;
  private final SyncEntrance entrance;
  private final SyncOutput output;
  private final OutputSizer sizer;

  /**
   * What the stage works with; the suppliers are asked once a batch.
   *
   * @param rulebook asked only where an update takes the dedupe flow
   * @param comparator sees what was published
   * @param fanOutLimit updates with more events than this take the slow way
   * @param inWords how a situation is noted beside its decision
   * @param decisionLog whether each decision is published too
   */
  public record Parts(
      Supplier<Integrations> integrations,
      Supplier<BatchFlows> flows,
      Supplier<Rulebook> rulebook,
      SendLedger ledger,
      ProfileHolds holds,
      OutputTopics topics,
      StageMeters meters,
      StepProbe probe,
      int fanOutLimit,
      Function<Situation, String> inWords,
      boolean decisionLog,
      FlowComparator comparator) {}

  private SyncStage(Stage stage, Parts parts, SyncEntrance entrance) {
    this.stage = stage;
    this.parts = parts;
    this.entrance = entrance;
    this.output = new SyncOutput(parts.topics(), stage, parts.inWords(), parts.decisionLog());
    this.sizer = new OutputSizer(parts.topics(), output, entrance.eventLimit());
  }

  /** The stage as nearly all updates pass it. For one lane. */
  public static SyncStage of(Parts parts) {
    return new SyncStage(Stage.SYNC, parts, new FanOutRouter(parts.holds(), parts.fanOutLimit()));
  }

  /** The entrance for updates that were forwarded. For one lane. */
  public static SyncStage slow(Parts parts) {
    return new SyncStage(Stage.SYNC_SLOW, parts, new HoldRelease(parts.holds()));
  }

  @Override
  public long publishedUpTo(UUID topicId, int partition) {
    return parts.ledger().publishedUpTo(topicId, partition);
  }

  @Override
  public void closeTopic(UUID topicId, int partition, long publishedUpTo, Instant since) {
    parts.ledger().closeTopic(topicId, partition, publishedUpTo, since);
  }

  @Override
  public PreparedBatch prepare(MessageBatch batch) {
    // Taken once a batch, so that a change is in force between two batches and never within one.
    Integrations integrations = parts.integrations().get();
    var decider = new UpdateDecider(parts.flows().get(), parts.rulebook());
    var blankIds = new BlankIds();
    var read = new ArrayList<SyncItem>(batch.messages().size());
    for (InputMessage message : batch.messages()) {
      read.add(read(message, batch, integrations, decider, blankIds));
    }
    batch.confirmTopic();
    List<SyncItem> items = entrance.route(read);
    List<SyncItem.Result> results = decide(items, decider);
    output.makeTopics(results);
    return new Prepared(items, results, blankIds);
  }

  private SyncItem read(
      InputMessage message,
      MessageBatch batch,
      Integrations integrations,
      UpdateDecider decider,
      BlankIds blankIds) {
    if (message.failure() != null) {
      LedgerEntry entry = entryOfFailing(message, batch, integrations);
      return new SyncItem.ToPark(message, message.failure(), entry);
    }
    byte[] value = message.value();
    if (value == null) {
      return new SyncItem.ToPark(message, ParkReason.noValue(), null);
    }
    return switch (UpdateReader.identified(value)) {
      case Parsed.Invalid bad -> new SyncItem.ToPark(message, ParkReason.of(bad), null);
      case Parsed.Valid(ProfileUpdate update, _, int blank) -> {
        blankIds.add(blank);
        Connected connected = onlyNamed(integrations.connectedTo(update), message);
        LedgerEntry entry = entry(message, batch, update, connected);
        Flow flow = decider.flowOf(update, connected);
        OutputSize size = sizer.sizeOf(message, update, connected, flow, decider);
        yield size.tooLarge() == null
            ? new SyncItem.ToDecide(message, flow, update, connected, entry, size)
            : new SyncItem.ToPark(message, size.tooLarge(), entry);
      }
    };
  }

  /** Null if the message cannot even be read. */
  private static @Nullable LedgerEntry entryOfFailing(
      InputMessage message, MessageBatch batch, Integrations integrations) {
    try {
      byte[] value = message.value();
      if (value != null
          && UpdateReader.identified(value) instanceof Parsed.Valid(ProfileUpdate update, _, _)) {
        return entry(message, batch, update, integrations.connectedTo(update));
      }
    } catch (RuntimeException | StackOverflowError e) {
      LOG.debugf(e, "a message that is parked cannot be read");
    }
    return null;
  }

  private static LedgerEntry entry(
      InputMessage message, MessageBatch batch, ProfileUpdate update, Connected connected) {
    RecordPosition position = message.position();
    long publishedUpTo = batch.publishedUpTo(position.partition());
    return new LedgerEntry(update, connected, position, publishedUpTo, message.isReadAgain());
  }

  /** Only the destinations that the message names, should it name any: the parked of a retry. */
  private static Connected onlyNamed(Connected connected, InputMessage message) {
    String names = MessageHeaders.text(message.message().headers(), MessageHeaders.DESTINATIONS);
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

  private List<SyncItem.Result> decide(List<SyncItem> items, UpdateDecider decider) {
    if (!decider.needsLedger()) {
      return results(items, decider::decide);
    }
    try {
      return decide(items, entriesOf(items), decider);
    } catch (DependencyUnavailableException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      // What an attempt wrote of a message that is parked now is taken out by deciding nothing of
      // it; unless the ledger cannot be asked for it at all, and then it never wrote anything.
      List<SyncItem> others = items.stream().filter(it -> it.message().failure() == null).toList();
      if (others.size() == items.size()) {
        throw e;
      }
      return decide(items, entriesOf(others), decider);
    }
  }

  private static List<LedgerEntry> entriesOf(List<SyncItem> items) {
    var entries = new ArrayList<LedgerEntry>(items.size());
    for (SyncItem item : items) {
      if (item.entry() != null) {
        entries.add(item.entry());
      }
    }
    return entries;
  }

  private List<SyncItem.Result> decide(
      List<SyncItem> items, List<LedgerEntry> entries, UpdateDecider decider) {
    while (true) {
      try (LedgerBatch open = parts.ledger().open(entries)) {
        List<SyncItem.Result> results = results(items, item -> decider.decide(item, open));
        parts.probe().at(StepProbe.Step.BEFORE_LEDGER_COMMIT);
        if (open.commit()) {
          return results;
        }
        // Profiles became one meanwhile: decided again, with the history of all of them.
      }
    }
  }

  private static List<SyncItem.Result> results(
      List<SyncItem> items, Function<SyncItem.ToDecide, SyncItem.Result> decide) {
    var results = new ArrayList<SyncItem.Result>(items.size());
    for (SyncItem item : items) {
      results.add(
          switch (item) {
            case SyncItem.ToDecide it -> decide.apply(it);
            case SyncItem.ToForward forward -> forward;
            case SyncItem.ToPark park -> park;
          });
    }
    return results;
  }

  private final class Prepared implements PreparedBatch {
    private final List<SyncItem> items;
    private final List<SyncItem.Result> results;
    private final BlankIds blankIds;
    private PublishedCounts counts = new PublishedCounts();

    Prepared(List<SyncItem> items, List<SyncItem.Result> results, BlankIds blankIds) {
      this.items = items;
      this.results = results;
      this.blankIds = blankIds;
    }

    @Override
    public void writeTo(MessageWriter out) {
      counts = output.write(results, out);
    }

    @Override
    public void published() {
      parts.meters().updates(stage, items.size());
      blankIds.published(stage, parts.meters());
      counts.countFor(stage, parts.meters());
      entrance.published(items);
      compare();
    }

    private void compare() {
      FlowComparator.PublishedUpdates compared = parts.comparator().begin();
      for (SyncItem.Result result : results) {
        if (result instanceof SyncItem.Decided(_, Connected connected, Outcome outcome)) {
          compared.add(connected, outcome);
        }
      }
    }
  }
}
