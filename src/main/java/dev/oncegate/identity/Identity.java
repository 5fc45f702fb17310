package dev.oncegate.identity;

import dev.oncegate.core.update.ExternalId;
import java.util.List;
import java.util.TreeSet;

/**
 * Who a profile is.
 *
 * @param profileId the survivor: the profile itself unless it was merged into another
 * @param lineage the profiles merged into the survivor, each once, sorted
 * @param externalIds the ids of the survivor and of all profiles merged into it, each once, sorted
 *     by type and id
 */
public record Identity(String profileId, List<String> lineage, List<ExternalId> externalIds) {
  public Identity {
    var others = new TreeSet<>(lineage);
    others.remove(profileId);
    lineage = List.copyOf(others);
    externalIds = ExternalId.distinct(externalIds);
  }
}
