package dev.oncegate.pipeline;

import dev.oncegate.core.LegacyFlow;
import dev.oncegate.core.Outcome;
import dev.oncegate.core.SyncGate;
import dev.oncegate.core.decide.LegacySends;
import dev.oncegate.core.decide.Rulebook;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.event.Flow;
import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.core.update.RecordPosition;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decides the updates of one batch, each by the flow that it takes. */
final class UpdateDecider {
  private static final SendHistory NOTHING_SENT = key -> null;

  private final BatchFlows flows;
  private final Supplier<Rulebook> rulebooks;
  private @Nullable Rulebook rulebook;

  UpdateDecider(BatchFlows flows, Supplier<Rulebook> rulebooks) {
    this.flows = flows;
    this.rulebooks = rulebooks;
  }

  /** Whether anything of the batch is asked of the ledger, or remembered by it. */
  boolean needsLedger() {
    return !flows.isDedupeOff();
  }

  Flow flowOf(ProfileUpdate update, Connected connected) {
    return flows.isDedupeOff() ? Flow.LEGACY : flows.flowOf(connected.space(), update.profileId());
  }

  /** What follows from an update at most, which is what follows if nothing was sent before. */
  Outcome mostOf(InputMessage message, ProfileUpdate update, Connected connected, Flow flow) {
    return switch (flow) {
      case LEGACY -> LegacyFlow.process(update, connected);
      case DEDUPE ->
          message.isReadAgain()
              ? SyncGate.processAgain(update, connected, rulebook())
              : SyncGate.process(update, connected, NOTHING_SENT, rulebook());
    };
  }

  /** Decides without a ledger. */
  SyncItem.Decided decide(SyncItem.ToDecide item) {
    return decided(item, LegacyFlow.process(item.update(), item.connected()));
  }

  /** Decides, and has the ledger remember what destinations that dedupe are sent. */
  SyncItem.Decided decide(SyncItem.ToDecide item, LedgerBatch open) {
    return switch (item.flow()) {
      case LEGACY -> legacy(item, open);
      case DEDUPE -> dedupe(item, open);
    };
  }

  private static SyncItem.Decided legacy(SyncItem.ToDecide item, LedgerBatch open) {
    RecordPosition position = item.entry().position();
    // What is read again changes nothing in the ledger: it was remembered the first time.
    if (!open.isReadAgain(position)) {
      open.remember(
          LegacySends.entries(
              item.update(), item.connected().destinations(), open.historyAt(position)));
    }
    return decided(item, LegacyFlow.process(item.update(), item.connected()));
  }

  private SyncItem.Decided dedupe(SyncItem.ToDecide item, LedgerBatch open) {
    RecordPosition position = item.entry().position();
    if (open.isReadAgain(position)) {
      return decided(item, SyncGate.processAgain(item.update(), item.connected(), rulebook()));
    }
    Outcome outcome =
        SyncGate.process(item.update(), item.connected(), open.historyAt(position), rulebook());
    open.remember(outcome.entries());
    return decided(item, outcome);
  }

  private static SyncItem.Decided decided(SyncItem.ToDecide item, Outcome outcome) {
    return new SyncItem.Decided(item.message(), item.connected(), outcome);
  }

  /** Taken when an update first needs it, so that the legacy flow works without one. */
  private Rulebook rulebook() {
    Rulebook taken = rulebook;
    if (taken == null) {
      taken = rulebooks.get();
      rulebook = taken;
    }
    return taken;
  }
}
