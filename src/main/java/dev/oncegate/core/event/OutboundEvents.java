package dev.oncegate.core.event;

import dev.oncegate.core.group.Delivery;
import dev.oncegate.core.group.IdGroup;
import dev.oncegate.core.group.IdHash;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.ProfileUpdate;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes the events of an id group, one at a time: a group can have hundreds of thousands. */
public final class OutboundEvents {
  private static final String WHOLE_GROUP = "all";

  private final Flow flow;
  private final ProfileUpdate update;
  private final String rulebook;

  public OutboundEvents(Flow flow, ProfileUpdate update, String rulebook) {
    this.flow = flow;
    this.update = update;
    this.rulebook = rulebook;
  }

  /** How many events a group has. */
  public static int count(IdGroup group) {
    int count = 0;
    for (Delivery delivery : group.deliveries()) {
      count +=
          switch (delivery.idsPerEvent()) {
            case ALL -> 1;
            case ONE -> group.ids().size();
          };
    }
    return count;
  }

  /**
   * Makes the events as long as they are wanted.
   *
   * @return whether all were
   */
  public boolean whileEvents(IdGroup group, Predicate<OutboundEvent> wanted) {
    String idGroup = group.hash();
    ExternalId user = ExternalId.newest(group.ids(), ExternalId.USER_ID);
    ExternalId anonymous =
        user == null ? ExternalId.newest(group.ids(), ExternalId.ANONYMOUS_ID) : null;
    for (Delivery delivery : group.deliveries()) {
      if (delivery.idsPerEvent() == Destination.IdsPerEvent.ALL) {
        if (!wanted.test(event(idGroup, delivery, WHOLE_GROUP, group.ids(), user, anonymous))) {
          return false;
        }
      } else {
        for (int place = 0; place < group.ids().size(); place++) {
          List<ExternalId> one = List.of(group.ids().get(place));
          String name = Integer.toString(place);
          if (!wanted.test(event(idGroup, delivery, name, one, user, anonymous))) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private OutboundEvent event(
      String idGroup,
      Delivery delivery,
      String place,
      List<ExternalId> ids,
      @Nullable ExternalId user,
      @Nullable ExternalId anonymous) {
    // The route is in it too: destinations on two routes get two events of the same place.
    String messageId =
        "og-"
            + IdHash.ofParts(
                update.messageId(),
                idGroup,
                delivery.call().word(),
                delivery.route().word(),
                place);
    return new OutboundEvent(
        messageId,
        update,
        delivery.call(),
        delivery.route(),
        user == null ? null : user.id(),
        anonymous == null ? null : anonymous.id(),
        ids,
        delivery.destinations(),
        idGroup,
        flow,
        rulebook);
  }
}
