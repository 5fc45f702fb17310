package dev.oncegate.core.update;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One message: this computation now has this value for this profile, and why.
 *
 * @param externalIds all ids of the profile, each once, sorted by type and id
 * @param lineage ids of the profiles that were merged into this one, as far as was known when its
 *     external ids were looked up; mostly none
 */
public record ProfileUpdate(
    String messageId,
    String spaceId,
    String profileId,
    Computation computation,
    Value value,
    Trigger trigger,
    Instant computedAt,
    List<ExternalId> externalIds,
    List<String> lineage) {

  public ProfileUpdate {
    externalIds = ExternalId.distinct(externalIds);
    lineage = List.copyOf(lineage);
  }

  /** The profile, and all that are one with it by what the update tells. */
  public Set<String> profiles() {
    var profiles = new TreeSet<>(mergedProfiles());
    profiles.add(profileId);
    return profiles;
  }

  /** All profiles that are one with this one by what the update tells. */
  public Set<String> mergedProfiles() {
    if (lineage.isEmpty() && !(trigger instanceof Trigger.ProfileMerge)) {
      return Set.of();
    }
    var profiles = new TreeSet<>(lineage);
    if (trigger instanceof Trigger.ProfileMerge(List<Trigger.Merged> merged)) {
      for (Trigger.Merged profile : merged) {
        profiles.add(profile.profileId());
      }
    }
    profiles.remove(profileId);
    return profiles;
  }
}
