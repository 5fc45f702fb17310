package dev.oncegate.core.group;

import dev.oncegate.core.update.ExternalId;
import java.util.List;

/**
 * One set of external ids, and every destination that gets exactly that set.
 *
 * @param ids sorted by type and id
 */
public record IdGroup(List<ExternalId> ids, List<Delivery> deliveries) {

  /** Names the set: 32 characters of lower-case hex, worked out each time. */
  public String hash() {
    return IdHash.ofIds(ids);
  }
}
