package dev.oncegate.postgres;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.SyncGate;
import dev.oncegate.core.TreeOfTheDesign;
import dev.oncegate.core.decide.LastSend;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.decide.SendKey;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.core.update.Trigger;
import dev.oncegate.pipeline.LedgerEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a history should say if every update came once, in order, and nothing ever failed. */
final class ModelHistory implements SendHistory {
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Set<String>> lineages = new HashMap<>();

  Outcome process(LedgerEntry entry) {
    ProfileUpdate update = entry.update();
    if (update.trigger() instanceof Trigger.ProfileMerge merge) {
      for (Trigger.Merged merged : merge.profiles()) {
        join(update.profileId(), merged.profileId());
      }
    }
    Outcome outcome = SyncGate.process(update, entry.connected(), this, new TreeOfTheDesign());
    entries.addAll(outcome.entries());
    return outcome;
  }

  void join(String one, String other) {
    var all = new HashSet<>(lineageOf(one));
    all.addAll(lineageOf(other));
    for (String profile : all) {
      lineages.put(profile, all);
    }
  }

  Set<String> lineageOf(String profile) {
    return lineages.getOrDefault(profile, Set.of(profile));
  }

  @Override
  public @Nullable LastSend last(SendKey key) {
    for (Entry entry : entries.reversed()) {
      if (means(entry.key(), key)) {
        return entry.last();
      }
    }
    return null;
  }

  private boolean means(SendKey known, SendKey key) {
    if (known.subject() instanceof SendKey.Subject.Profile one
        && key.subject() instanceof SendKey.Subject.Profile other) {
      return lineageOf(other.id()).contains(one.id()) && known.equals(withSubject(key, one));
    }
    return known.equals(key);
  }

  private static SendKey withSubject(SendKey key, SendKey.Subject subject) {
    return new SendKey(key.spaceId(), key.computationId(), key.destinationId(), subject);
  }
}
