package dev.oncegate.core;

import dev.oncegate.core.group.IdGroup;
import dev.oncegate.core.group.IdGroups;
import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.ProfileUpdate;
import java.util.List;

/**
 * The old behaviour: each connected destination gets each external id, whatever it dedupes on. It
 * groups as {@link SyncGate} does, and asks nobody: neither rules nor a history, so that it works
 * when they do not.
 */
public final class LegacyFlow {
  private LegacyFlow() {}

  public static Outcome process(ProfileUpdate update, Connected connected) {
    List<IdGroup> groups = IdGroups.toEach(connected.destinations(), update.externalIds());
    return Outcome.ofLegacyFlow(update, groups);
  }
}
