package dev.oncegate.explain;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.SyncGate;
import dev.oncegate.core.decide.Decision;
import dev.oncegate.core.decide.LastSend;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.decide.SendKey;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.core.update.Rfc3339;
import dev.oncegate.replay.InMemoryHistory;
import dev.oncegate.replay.InvalidRecordingException;
import dev.oncegate.replay.Recording;
import dev.oncegate.rules.CompiledRulebook;
import dev.oncegate.rules.SituationInWords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The story that a recording tells when it is decided by a rulebook. The recording is read twice:
 * first for who is one with the profile, then for what is decided.
 */
public final class RecordingExplainer {
  private final Path recording;
  private final Integrations integrations;
  private final CompiledRulebook rulebook;

  private record Written(ProfileUpdate by, SendHistory.Entry entry) {}

  public RecordingExplainer(Path recording, Integrations integrations, CompiledRulebook rulebook) {
    this.recording = recording;
    this.integrations = integrations;
    this.rulebook = rulebook;
  }

  /**
   * The story of a profile in a computation.
   *
   * @param spaceId null where the recording is to say which
   * @param destinationId null for all destinations
   * @throws NoStoryException if the recording does not say which space, or has no such update
   */
  public Explanation of(
      @Nullable String spaceId,
      String profileId,
      String computationId,
      @Nullable String destinationId)
      throws InvalidRecordingException, IOException, NoStoryException {
    Map<String, Set<String>> lineages = lineages(profileId, computationId);
    if (spaceId != null) {
      lineages.keySet().retainAll(Set.of(spaceId));
    }
    if (lineages.isEmpty()) {
      throw new NoStoryException(
          "%s: no update of %s or of who is one with it, in %s%s"
              .formatted(
                  recording,
                  profileId,
                  computationId,
                  spaceId == null ? "" : " of space " + spaceId));
    }
    if (lineages.size() > 1) {
      throw new NoStoryException(
          "%s: %s is in several spaces; say one of %s"
              .formatted(recording, profileId, String.join(", ", lineages.keySet())));
    }
    Map.Entry<String, Set<String>> only = lineages.entrySet().iterator().next();
    return new Telling(only.getKey(), profileId, computationId, only.getValue(), destinationId)
        .told();
  }

  /** Who is one with the profile, by space, where any of them has an update in the computation. */
  private Map<String, Set<String>> lineages(String profileId, String computationId)
      throws InvalidRecordingException, IOException {
    Map<String, Map<String, Set<String>>> merged = new HashMap<>();
    Map<String, Set<String>> updated = new HashMap<>();
    try (Recording updates = Recording.open(recording)) {
      for (ProfileUpdate update = updates.next(); update != null; update = updates.next()) {
        Map<String, Set<String>> ofSpace =
            merged.computeIfAbsent(update.spaceId(), _ -> new HashMap<>());
        for (String other : update.mergedProfiles()) {
          ofSpace.computeIfAbsent(update.profileId(), _ -> new TreeSet<>()).add(other);
          ofSpace.computeIfAbsent(other, _ -> new TreeSet<>()).add(update.profileId());
        }
        if (update.computation().id().equals(computationId)) {
          updated.computeIfAbsent(update.spaceId(), _ -> new TreeSet<>()).add(update.profileId());
        }
      }
    }
    var lineages = new TreeMap<String, Set<String>>();
    updated.forEach(
        (space, profiles) -> {
          Set<String> lineage = connected(profileId, merged.getOrDefault(space, Map.of()));
          if (lineage.stream().anyMatch(profiles::contains)) {
            lineages.put(space, lineage);
          }
        });
    return lineages;
  }

  private static Set<String> connected(String start, Map<String, Set<String>> merged) {
    var found = new TreeSet<String>(Set.of(start));
    var open = new ArrayDeque<String>(found);
    while (!open.isEmpty()) {
      for (String next : merged.getOrDefault(open.remove(), Set.of())) {
        if (found.add(next)) {
          open.add(next);
        }
      }
    }
    return found;
  }

  private final class Telling {
    private final String spaceId;
    private final String profileId;
    private final String computationId;
    private final Set<String> lineage;
    private final @Nullable String destinationId;
    private final InMemoryHistory history = new InMemoryHistory();
    private final List<Explanation.ExplanationStep> steps = new ArrayList<>();
    // In the order of writing, so that of equal entries the last one is the one that counts.
    private final Map<SendKey, Written> written = new LinkedHashMap<>();

    Telling(
        String spaceId,
        String profileId,
        String computationId,
        Set<String> lineage,
        @Nullable String destinationId) {
      this.spaceId = spaceId;
      this.profileId = profileId;
      this.computationId = computationId;
      this.lineage = lineage;
      this.destinationId = destinationId;
    }

    Explanation told() throws InvalidRecordingException, IOException {
      try (Recording updates = Recording.open(recording)) {
        for (ProfileUpdate update = updates.next(); update != null; update = updates.next()) {
          decide(update, updates.line());
        }
      }
      var others = new ArrayList<>(lineage);
      others.remove(profileId);
      var ledger =
          written.values().stream()
              .filter(it -> isAsked(it.entry().key().destinationId()))
              .map(Telling::entry)
              .toList();
      return new Explanation(spaceId, profileId, computationId, others, steps, ledger);
    }

    private void decide(ProfileUpdate update, long line) {
      history.heed(update);
      var connected = integrations.connectedTo(update);
      boolean told =
          update.spaceId().equals(spaceId)
              && update.computation().id().equals(computationId)
              && lineage.contains(update.profileId());
      Map<String, List<Explanation.ExplanationEntry>> before = new HashMap<>();
      if (told) {
        for (Destination destination : connected.destinations()) {
          before.put(destination.id(), before(update, destination));
        }
      }
      Outcome outcome = SyncGate.process(update, connected, history, rulebook);
      history.remember(outcome.entries());
      if (told) {
        for (Decision decision : outcome.decisions()) {
          if (isAsked(decision.destination().id())) {
            steps.add(
                step(
                    update,
                    line,
                    decision,
                    before.getOrDefault(decision.destination().id(), List.of())));
          }
        }
        for (SendHistory.Entry entry : outcome.entries()) {
          written.remove(entry.key());
          written.put(entry.key(), new Written(update, entry));
        }
      }
    }

    private boolean isAsked(String id) {
      return destinationId == null || destinationId.equals(id);
    }

    /** What the history says to a destination, and who wrote it, as far as this story goes. */
    private List<Explanation.ExplanationEntry> before(
        ProfileUpdate update, Destination destination) {
      if (!destination.isDeduped()) {
        return List.of();
      }
      var keys = new ArrayList<SendKey>();
      switch (destination.dedupeScope()) {
        case PROFILE -> keys.add(SendKey.ofProfile(update, destination));
        case ADDRESS -> {
          for (ExternalId id : update.externalIds()) {
            if (destination.isRelevant(id.type())) {
              keys.add(SendKey.ofAddress(update, destination, id));
            }
          }
        }
      }
      var before = new ArrayList<Explanation.ExplanationEntry>();
      for (SendKey key : keys) {
        LastSend last = history.last(key);
        if (last != null) {
          before.add(writer(key, last));
        }
      }
      return before;
    }

    private Explanation.ExplanationEntry writer(SendKey key, LastSend last) {
      Explanation.ExplanationEntry latest = null;
      for (Written it : written.values()) {
        SendKey other = it.entry().key();
        boolean alike =
            other.destinationId().equals(key.destinationId())
                && (key.subject() instanceof SendKey.Subject.Profile
                    || other.subject().equals(key.subject()));
        if (alike && it.entry().last().equals(last)) {
          latest = entry(it);
        }
      }
      // An address may have got it by way of a profile that is none of this story.
      return latest != null
          ? latest
          : new Explanation.ExplanationEntry(
              key.destinationId(),
              addressOf(key),
              "",
              "",
              Rfc3339.format(last.computedAt()),
              last.value(),
              last.leftSince(),
              null);
    }

    private static Explanation.ExplanationEntry entry(Written written) {
      SendKey key = written.entry().key();
      LastSend last = written.entry().last();
      return new Explanation.ExplanationEntry(
          key.destinationId(),
          addressOf(key),
          written.by().messageId(),
          written.by().profileId(),
          Rfc3339.format(last.computedAt()),
          last.value(),
          last.leftSince(),
          null);
    }

    private static @Nullable String addressOf(SendKey key) {
      return key.subject() instanceof SendKey.Subject.Address(String type, String id)
          ? type + " " + id
          : null;
    }

    private Explanation.ExplanationStep step(
        ProfileUpdate update,
        long line,
        Decision decision,
        List<Explanation.ExplanationEntry> before) {
      Verdict verdict = decision.verdict();
      return new Explanation.ExplanationStep(
          update.messageId(),
          update.profileId(),
          Rfc3339.format(update.computedAt()),
          "line " + line,
          decision.destination().id(),
          verdict.action(),
          decision.ids().stream()
              .map(it -> new Explanation.ExplainedId(it.type(), it.id()))
              .toList(),
          verdict.reason().word(),
          verdict instanceof Verdict.Send send ? send.route().word() : null,
          verdict.row().address(),
          verdict.row().sentence(),
          rulebook.hash(),
          SituationInWords.brief(decision.situation()),
          NearestRule.nearMiss(rulebook, decision.situation()),
          before);
    }
  }
}
