package dev.oncegate.explain;

import dev.oncegate.codec.LoggedDecision;
import dev.oncegate.core.decide.FormerAddress;
import dev.oncegate.core.decide.LastSend;
import dev.oncegate.core.decide.SendKey;
import dev.oncegate.core.decide.Situation;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.core.update.Rfc3339;
import dev.oncegate.kafka.DecisionLog;
import dev.oncegate.postgres.LedgerRow;
import dev.oncegate.postgres.PostgresLedger;
import dev.oncegate.rules.CompiledRulebook;
import dev.oncegate.rules.KnownRulebooks;
import dev.oncegate.rules.SituationInWords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The story that a running service has kept: in its decision log and in its send ledger. */
public final class ServiceExplainer {
  private final DecisionLog log;
  private final PostgresLedger ledger;
  private final Supplier<Integrations> integrations;
  private final KnownRulebooks rulebooks;

  public ServiceExplainer(
      DecisionLog log,
      PostgresLedger ledger,
      Supplier<Integrations> integrations,
      KnownRulebooks rulebooks) {
    this.log = log;
    this.ledger = ledger;
    this.integrations = integrations;
    this.rulebooks = rulebooks;
  }

  /**
   * The story of a profile in a computation.
   *
   * @param spaceId null where the computation's connections say which
   * @param visible which spaces there are for him who asks
   * @param destinationId null for all destinations
   * @param since leaves out what was decided before; null for all that the log still has
   * @throws NoStoryException if it is not plain which space is meant
   */
  public Explanation of(
      @Nullable String spaceId,
      Predicate<String> visible,
      String profileId,
      String computationId,
      @Nullable String destinationId,
      @Nullable Instant since)
      throws NoStoryException {
    String space = spaceId != null ? spaceId : spaceOf(computationId, visible);
    List<String> lineage = ledger.lineageOf(space, profileId);
    var steps = new ArrayList<Explanation.ExplanationStep>();
    // Addresses that it went to, where a destination counts by them.
    Set<ExternalId> addresses = new LinkedHashSet<>();
    Map<String, Destination> destinations = destinationsOf(space, computationId);
    for (DecisionLog.Logged logged : log.of(lineage, since)) {
      LoggedDecision decision = LoggedDecision.read(logged.decision());
      if (decision.spaceId().equals(space)
          && decision.computationId().equals(computationId)
          && (destinationId == null || decision.destinationId().equals(destinationId))) {
        steps.add(step(logged, decision));
        Destination destination = destinations.get(decision.destinationId());
        if (destination != null && destination.dedupeScope() == Destination.DedupeScope.ADDRESS) {
          addresses.addAll(decision.ids());
        }
      }
    }
    var entries = new ArrayList<Explanation.ExplanationEntry>();
    var profile = new SendKey.Subject.Profile(profileId);
    addEntries(ledger.rowsOf(space, computationId, profile), null, entries);
    addAddresses(space, computationId, addresses, Set.copyOf(lineage), entries);
    if (destinationId != null) {
      entries.removeIf(entry -> !entry.destinationId().equals(destinationId));
    }
    var others = new ArrayList<>(lineage);
    others.remove(profileId);
    return new Explanation(space, profileId, computationId, others, steps, entries);
  }

  private String spaceOf(String computationId, Predicate<String> visible) throws NoStoryException {
    List<String> spaces =
        integrations.get().spacesOf(computationId).stream().filter(visible).toList();
    if (spaces.size() != 1) {
      throw new NoStoryException(
          spaces.isEmpty()
              ? "no enabled destination is connected to " + computationId + "; say which space"
              : computationId + " is in several spaces; say one of " + String.join(", ", spaces));
    }
    return spaces.getFirst();
  }

  private Map<String, Destination> destinationsOf(String spaceId, String computationId) {
    Map<String, Destination> destinations = new LinkedHashMap<>();
    for (Destination destination : integrations.get().destinationsOf(spaceId, computationId)) {
      destinations.put(destination.id(), destination);
    }
    return destinations;
  }

  private Explanation.ExplanationStep step(DecisionLog.Logged logged, LoggedDecision decision) {
    CompiledRulebook rulebook = rulebooks.find(decision.rulebook());
    String words = logged.situation();
    Situation situation = words == null ? null : SituationInWords.parse(words);
    Verdict verdict = rulebook == null || situation == null ? null : rulebook.decide(situation);
    return new Explanation.ExplanationStep(
        decision.messageId(),
        decision.profileId(),
        logged.at().toString(),
        "decision " + logged.partition() + ":" + logged.offset(),
        decision.destinationId(),
        decision.action(),
        decision.ids().stream().map(it -> new Explanation.ExplainedId(it.type(), it.id())).toList(),
        decision.reason(),
        decision.route(),
        decision.row(),
        verdict == null ? null : verdict.row().sentence(),
        decision.rulebook(),
        words,
        rulebook == null || situation == null ? null : NearestRule.nearMiss(rulebook, situation),
        null);
  }

  private void addAddresses(
      String spaceId,
      String computationId,
      Set<ExternalId> ids,
      Set<String> lineage,
      List<Explanation.ExplanationEntry> entries) {
    // Two spellings can be one address, and can have been called otherwise each.
    Map<SendKey.Subject.Address, Set<LedgerRow>> rows = new LinkedHashMap<>();
    for (ExternalId id : ids) {
      var address = SendKey.Subject.Address.of(id);
      Set<LedgerRow> itsRows = rows.computeIfAbsent(address, _ -> new LinkedHashSet<>());
      FormerAddress former = FormerAddress.of(id, () -> lineage);
      if (former != null) {
        itsRows.addAll(ledger.rowsOf(spaceId, computationId, former));
      }
      itsRows.addAll(ledger.rowsOf(spaceId, computationId, address));
    }
    rows.forEach(
        (address, itsRows) -> addEntries(itsRows, address.type() + " " + address.id(), entries));
  }

  private static void addEntries(
      Collection<LedgerRow> rows,
      @Nullable String address,
      List<Explanation.ExplanationEntry> entries) {
    for (LedgerRow row : rows) {
      LastSend last = row.last();
      entries.add(
          new Explanation.ExplanationEntry(
              row.destinationId(),
              address,
              row.messageId(),
              row.profileId(),
              Rfc3339.format(last.computedAt()),
              last.value(),
              last.leftSince(),
              row.writtenBy().topicId()
                  + " "
                  + row.writtenBy().partition()
                  + ":"
                  + row.writtenBy().offset()));
    }
  }
}
