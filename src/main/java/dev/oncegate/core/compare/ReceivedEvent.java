package dev.oncegate.core.compare;

import dev.oncegate.core.event.OutboundEvent;
import dev.oncegate.core.update.ExternalId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is shown to people, cut where it is long.
 *
 * @param ids the first of its external ids
 * @param idCount how many it has
 */
public record ReceivedEvent(
    String messageId,
    String route,
    String type,
    String event,
    @Nullable String userId,
    @Nullable String anonymousId,
    String idGroup,
    List<ExternalId> ids,
    int idCount) {

  /** So many ids are shown. */
  static final int MOST_IDS = 20;

  private record ComparedField(String name, Function<OutboundEvent, @Nullable Object> value) {}

  private static final List<ComparedField> FIELDS =
      List.of(
          new ComparedField("type", OutboundEvent::call),
          new ComparedField("event", OutboundEvent::name),
          new ComparedField("userId", OutboundEvent::userId),
          new ComparedField("anonymousId", OutboundEvent::anonymousId),
          new ComparedField("idGroup", OutboundEvent::idGroup),
          new ComparedField("externalIds", ReceivedEvent::idsOf),
          new ComparedField("sourceMessageId", event -> event.update().messageId()),
          new ComparedField("profileId", event -> event.update().profileId()),
          new ComparedField("spaceId", event -> event.update().spaceId()),
          new ComparedField("computation", event -> event.update().computation()),
          new ComparedField("value", event -> event.update().value().canonical()),
          new ComparedField("timestamp", event -> event.update().computedAt()));

  public ReceivedEvent {
    ids = List.copyOf(ids);
  }

  static ReceivedEvent of(OutboundEvent event) {
    int shown = Math.min(event.ids().size(), MOST_IDS);
    return new ReceivedEvent(
        event.messageId(),
        event.route().word(),
        event.call().word(),
        event.name(),
        event.userId(),
        event.anonymousId(),
        event.idGroup(),
        event.ids().subList(0, shown),
        event.ids().size());
  }

  /** The names of the fields in which two events differ. */
  static List<String> differing(OutboundEvent one, OutboundEvent other) {
    var names = new ArrayList<String>();
    for (ComparedField field : FIELDS) {
      if (!Objects.equals(field.value().apply(one), field.value().apply(other))) {
        names.add(field.name());
      }
    }
    return names;
  }

  /** When an id was created is not part of an event. */
  private static List<String> idsOf(OutboundEvent event) {
    var ids = new ArrayList<String>(event.ids().size());
    for (ExternalId id : event.ids()) {
      ids.add(id.type() + ':' + id.id());
    }
    return ids;
  }
}
