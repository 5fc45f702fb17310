package dev.oncegate.rest;

import dev.oncegate.core.compare.EventDifference;
import dev.oncegate.core.compare.ReceivedEvent;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.rollout.ComparatorResults;
import dev.oncegate.rollout.ComparatorSample;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What the comparator of an instance has found. */
@RegisterForReflection
@Schema(name = "Comparator")
public record ComparatorBody(
    long same,
    long different,
    @Schema(description = "Updates that were not compared, since the budget was spent") long shed,
    @Schema(description = "Updates at which the comparator failed") long failed,
    List<SampleBody> samples) {

  /** An update of which the two flows make different events. */
  @RegisterForReflection
  @Schema(name = "ComparatorSample")
  public record SampleBody(
      Instant at,
      String published,
      String spaceId,
      String profileId,
      String computationId,
      String messageId,
      List<DifferenceBody> differences) {

    static SampleBody of(ComparatorSample sample) {
      return new SampleBody(
          sample.at(),
          sample.published().word(),
          sample.spaceId(),
          sample.profileId(),
          sample.computationId(),
          sample.messageId(),
          sample.differences().stream().map(DifferenceBody::of).toList());
    }
  }

  /** An event that is not the same in both flows, or not as often. */
  @RegisterForReflection
  @Schema(name = "ComparatorDifference")
  public record DifferenceBody(
      String destinationId,
      List<String> fields,
      int timesInDedupe,
      int timesInLegacy,
      @Nullable SideBody dedupe,
      @Nullable SideBody legacy) {

    static DifferenceBody of(EventDifference it) {
      return new DifferenceBody(
          it.destinationId(),
          it.fields(),
          it.timesInOne(),
          it.timesInOther(),
          SideBody.of(it.one()),
          SideBody.of(it.other()));
    }
  }

  /** An event as one flow makes it; of its ids the first. */
  @RegisterForReflection
  @Schema(name = "ComparatorEvent")
  public record SideBody(
      String messageId,
      String route,
      String type,
      String event,
      @Nullable String userId,
      @Nullable String anonymousId,
      String idGroup,
      List<IdBody> externalIds,
      int externalIdCount) {

    static @Nullable SideBody of(@Nullable ReceivedEvent event) {
      return event == null
          ? null
          : new SideBody(
              event.messageId(),
              event.route(),
              event.type(),
              event.event(),
              event.userId(),
              event.anonymousId(),
              event.idGroup(),
              event.ids().stream().map(IdBody::of).toList(),
              event.idCount());
    }
  }

  /** An external id of an event. */
  @RegisterForReflection
  @Schema(name = "ComparatorExternalId")
  public record IdBody(String type, String id) {
    static IdBody of(ExternalId id) {
      return new IdBody(id.type(), id.id());
    }
  }

  static ComparatorBody of(ComparatorResults results) {
    ComparatorResults.Totals totals = results.totals();
    return new ComparatorBody(
        totals.same(),
        totals.different(),
        totals.shed(),
        totals.failed(),
        results.samples().stream().map(SampleBody::of).toList());
  }
}
