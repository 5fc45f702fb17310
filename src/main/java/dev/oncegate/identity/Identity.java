package dev.oncegate.identity;

import dev.oncegate.core.update.ExternalId;
import java.util.List;

/**
 * Who a profile is.
 *
 * @param profileId the survivor: the profile itself unless it was merged into another
 * @param externalIds the ids of the survivor and of all profiles merged into it, each once, sorted
 *     by type and id
 */
public record Identity(String profileId, List<ExternalId> externalIds) {
  public Identity {
    externalIds = ExternalId.distinct(externalIds);
  }
}
