package dev.oncegate.core.event;

import dev.oncegate.core.decide.Route;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.ProfileUpdate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes out.
 *
 * @param messageId derived, so that the same decision always makes the same
 * @param ids the whole id group, or one of it; sorted by type and id
 * @param idGroup the hash of the id group
 * @param rulebook the hash of the rulebook that decided; empty in the legacy flow
 */
public record OutboundEvent(
    String messageId,
    ProfileUpdate update,
    Destination.Call call,
    Route route,
    @Nullable String userId,
    @Nullable String anonymousId,
    List<ExternalId> ids,
    List<Destination> destinations,
    String idGroup,
    Flow flow,
    String rulebook) {

  /** A track call's event name. */
  public String name() {
    if (update.computation().type().isTrait()) {
      return "Trait Computed";
    }
    return update.value().isMember() ? "Audience Entered" : "Audience Exited";
  }
}
