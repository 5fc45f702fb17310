package dev.oncegate.identity;

import dev.oncegate.core.update.ProfileUpdate;
import java.util.List;

/** Canonical profile to external ids, a batch at a time. */
public interface IdentityService {

  /**
   * Who the profiles of the updates are, in the order of the updates. Updates are heeded in that
   * order: a merge or a new id in the batch counts for the update that tells of it and for those
   * behind it. Asking again, for the same batch or for parts of it, does no harm.
   *
   * @throws DependencyUnavailableException if it cannot be said now; the same batch may be asked
   *     again
   */
  List<Identity> identify(List<ProfileUpdate> batch);
}
