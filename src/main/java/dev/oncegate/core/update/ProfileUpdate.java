package dev.oncegate.core.update;

import java.util.List;

/**
 * One message: this computation now has this value for this profile, and why.
 *
 * @param externalIds all ids of the profile, each once, sorted by type and id
 */
public record ProfileUpdate(
    String messageId,
    String spaceId,
    String profileId,
    Computation computation,
    Value value,
    Trigger trigger,
    Moment computedAt,
    List<ExternalId> externalIds) {

  public ProfileUpdate {
    externalIds = ExternalId.distinct(externalIds);
  }
}
