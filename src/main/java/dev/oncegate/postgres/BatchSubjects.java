package dev.oncegate.postgres;

import dev.oncegate.core.decide.FormerAddress;
import dev.oncegate.core.decide.SendKey;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.pipeline.LedgerEntry;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everyone that a batch may ask about, and whom others may ask about at the same time. */
final class BatchSubjects {
  private final List<LedgerEntry> batch;
  private final SubjectKeys keys;
  private final Lineages lineages;
  private final Map<UUID, LedgerSubject> subjects;
  // The update's own profile; null where no destination asks for it.
  private final @Nullable LedgerSubject[] ofProfiles;
  private final Set<Long> locks = new HashSet<>();

  BatchSubjects(List<LedgerEntry> batch, Lineages lineages, SubjectKeys keys) {
    this.batch = batch;
    this.keys = keys;
    this.lineages = lineages;
    subjects = HashMap.newHashMap(batch.size());
    ofProfiles = new @Nullable LedgerSubject[batch.size()];
    for (int i = 0; i < ofProfiles.length; i++) {
      LedgerEntry entry = batch.get(i);
      if (asksFor(Destination.DedupeScope.PROFILE, entry)) {
        ofProfiles[i] = addProfile(entry.update());
      }
      if (asksFor(Destination.DedupeScope.ADDRESS, entry)) {
        addAddresses(entry);
      }
    }
  }

  /** The profiles whose merges have to be known before this can be made. */
  static Set<Lineages.LineageMember> profilesOf(List<LedgerEntry> batch) {
    Set<Lineages.LineageMember> profiles = LinkedHashSet.newLinkedHashSet(batch.size());
    for (LedgerEntry entry : batch) {
      if (asksFor(Destination.DedupeScope.PROFILE, entry)) {
        profiles.add(profileOf(entry.update()));
      }
    }
    return profiles;
  }

  static boolean asksForAny(List<LedgerEntry> batch) {
    for (LedgerEntry entry : batch) {
      for (Destination destination : entry.connected().destinations()) {
        if (destination.isDeduped()) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean asksFor(Destination.DedupeScope scope, LedgerEntry entry) {
    for (Destination destination : entry.connected().destinations()) {
      if (destination.isDeduped() && destination.dedupeScope() == scope) {
        return true;
      }
    }
    return false;
  }

  private static Lineages.LineageMember profileOf(ProfileUpdate update) {
    return new Lineages.LineageMember(update.spaceId(), update.profileId());
  }

  private LedgerSubject addProfile(ProfileUpdate update) {
    Lineages.LineageMember profile = profileOf(update);
    if (!lineages.isAlone(profile)) {
      Set<Lineages.LineageMember> everyone = lineages.everyoneWith(profile);
      for (Lineages.LineageMember one : everyone) {
        add(keyOf(one, update));
      }
      locks.add(keys.lockOf(everyone.stream().min(Lineages.LineageMember.ORDER).orElseThrow()));
    }
    return add(keyOf(profile, update));
  }

  private void addAddresses(LedgerEntry entry) {
    for (ExternalId id : entry.update().externalIds()) {
      for (Destination destination : entry.connected().destinations()) {
        if (destination.isDeduped()
            && destination.dedupeScope() == Destination.DedupeScope.ADDRESS
            && destination.isRelevant(id.type())) {
          addAddress(keyOf(SendKey.ofAddress(entry.update(), destination, id)));
          FormerAddress former = FormerAddress.of(id, entry.update()::profiles);
          if (former != null) {
            addAddress(keyOf(entry.update(), former));
          }
          break;
        }
      }
    }
  }

  private void addAddress(UUID key) {
    add(key);
    locks.add(SubjectKeys.lockOf(key));
  }

  private LedgerSubject add(UUID key) {
    return subjects.computeIfAbsent(key, LedgerSubject::new);
  }

  private UUID keyOf(Lineages.LineageMember profile, ProfileUpdate update) {
    return keys.ofProfile(profile.spaceId(), update.computation().id(), profile.id());
  }

  private UUID keyOf(SendKey key) {
    return keys.of(key.spaceId(), key.computationId(), key.subject());
  }

  private UUID keyOf(ProfileUpdate update, FormerAddress former) {
    return keys.of(update.spaceId(), update.computation().id(), former.address());
  }

  /** What two partitions can want at once: lineages of more than one, and addresses. */
  Set<Long> locks() {
    return locks;
  }

  Collection<LedgerSubject> all() {
    return subjects.values();
  }

  /** Whose sends count when an update asks for a key: mostly one, of a lineage each profile. */
  Collection<LedgerSubject> asked(int index, SendKey key) {
    return switch (key.subject()) {
      case SendKey.Subject.Profile _ -> lineageOf(index);
      case SendKey.Subject.Address _ -> List.of(find(keyOf(key)));
    };
  }

  /** Whose rows of before count when an update asks for an address. */
  LedgerSubject asked(int index, FormerAddress former) {
    return find(keyOf(batch.get(index).update(), former));
  }

  /** Whom an update's entry is written for. */
  LedgerSubject written(int index, SendKey key) {
    return switch (key.subject()) {
      case SendKey.Subject.Profile _ -> own(index);
      case SendKey.Subject.Address _ -> find(keyOf(key));
    };
  }

  private Collection<LedgerSubject> lineageOf(int index) {
    ProfileUpdate update = batch.get(index).update();
    Lineages.LineageMember profile = profileOf(update);
    if (lineages.isAlone(profile)) {
      return List.of(own(index));
    }
    return lineages.asSeenAt(batch.get(index).position(), profile).stream()
        .sorted(Comparator.comparing(Lineages.LineageMember::id))
        .map(one -> find(keyOf(one, update)))
        .toList();
  }

  private LedgerSubject own(int index) {
    LedgerSubject own = ofProfiles[index];
    if (own == null) {
      throw new IllegalStateException("no deduped destination asks for " + batch.get(index));
    }
    return own;
  }

  private LedgerSubject find(UUID key) {
    LedgerSubject subject = subjects.get(key);
    if (subject == null) {
      throw new IllegalStateException("the batch did not say that it may ask for " + key);
    }
    return subject;
  }
}
