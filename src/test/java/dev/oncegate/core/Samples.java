package dev.oncegate.core;

import dev.oncegate.core.update.Computation;
import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.core.update.Resend;
import dev.oncegate.core.update.Rfc3339;
import dev.oncegate.core.update.Space;
import dev.oncegate.core.update.Trigger;
import dev.oncegate.core.update.Value;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Updates and destinations for tests: the design's example, and what differs from it. */
public final class Samples {
  public static final Computation BIG_SPENDERS =
      new Computation("aud_1", "big_spenders", Computation.Type.AUDIENCE);
  public static final Computation LIFETIME_VALUE =
      new Computation("tra_1", "lifetime_value", Computation.Type.COMPUTED_TRAIT);
  public static final Space SPACE = new Space("spa_1", "business");

  private Samples() {}

  public static ExternalId id(String type, String id) {
    return new ExternalId(type, id, null);
  }

  public static ExternalId id(String type, String id, String createdAt) {
    return new ExternalId(type, id, Rfc3339.parse(createdAt));
  }

  public static Trigger newIds(ExternalId... ids) {
    return new Trigger.NewExternalId(List.of(ids));
  }

  public static Trigger mergeOf(Trigger.Merged... profiles) {
    return new Trigger.ProfileMerge(List.of(profiles));
  }

  public static Connected connected(Destination... destinations) {
    return new Connected(SPACE, List.of(destinations));
  }

  public static UpdateOf update() {
    return new UpdateOf(
        "m-1",
        "use_1",
        BIG_SPENDERS,
        new Value.Flag(true),
        new Trigger.ValueChanged(),
        "2026-11-22T10:00:00.000Z",
        List.of(id("email", "a@x.com"), id("user_id", "u-7")),
        List.of());
  }

  public static DestinationOf destination(String id) {
    return new DestinationOf(
        id,
        "webhook",
        Set.of(),
        Destination.Call.TRACK,
        Destination.IdsPerEvent.ALL,
        Destination.DedupeScope.PROFILE,
        "never");
  }

  /** An update in the making. */
  public record UpdateOf(
      String messageId,
      String profileId,
      Computation computation,
      Value value,
      Trigger trigger,
      String computedAt,
      List<ExternalId> ids,
      List<String> lineage) {

    public UpdateOf messageId(String changed) {
      return new UpdateOf(
          changed, profileId, computation, value, trigger, computedAt, ids, lineage);
    }

    public UpdateOf profile(String changed) {
      return new UpdateOf(
          messageId, changed, computation, value, trigger, computedAt, ids, lineage);
    }

    public UpdateOf of(Computation changed) {
      return new UpdateOf(messageId, profileId, changed, value, trigger, computedAt, ids, lineage);
    }

    public UpdateOf value(Value changed) {
      return new UpdateOf(
          messageId, profileId, computation, changed, trigger, computedAt, ids, lineage);
    }

    public UpdateOf value(boolean member) {
      return value(new Value.Flag(member));
    }

    public UpdateOf value(@Nullable String text) {
      return value(text == null ? new Value.None() : new Value.Text(text));
    }

    public UpdateOf because(Trigger changed) {
      return new UpdateOf(
          messageId, profileId, computation, value, changed, computedAt, ids, lineage);
    }

    public UpdateOf at(String changed) {
      return new UpdateOf(messageId, profileId, computation, value, trigger, changed, ids, lineage);
    }

    public UpdateOf withIds(ExternalId... changed) {
      return new UpdateOf(
          messageId, profileId, computation, value, trigger, computedAt, List.of(changed), lineage);
    }

    public UpdateOf withLineage(String... changed) {
      return new UpdateOf(
          messageId, profileId, computation, value, trigger, computedAt, ids, List.of(changed));
    }

    public ProfileUpdate made() {
      return new ProfileUpdate(
          messageId,
          "spa_1",
          profileId,
          computation,
          value,
          trigger,
          Rfc3339.parse(computedAt),
          ids,
          lineage);
    }
  }

  /** A destination in the making. */
  public record DestinationOf(
      String id,
      String type,
      Set<String> dedupesOn,
      Destination.Call call,
      Destination.IdsPerEvent idsPerEvent,
      Destination.DedupeScope scope,
      String resend) {

    public DestinationOf type(String changed) {
      return new DestinationOf(id, changed, dedupesOn, call, idsPerEvent, scope, resend);
    }

    public DestinationOf dedupesOn(String... types) {
      return new DestinationOf(id, type, Set.of(types), call, idsPerEvent, scope, resend);
    }

    public DestinationOf identifies() {
      return new DestinationOf(
          id, type, dedupesOn, Destination.Call.IDENTIFY, idsPerEvent, scope, resend);
    }

    public DestinationOf oneIdPerEvent() {
      return new DestinationOf(
          id, type, dedupesOn, call, Destination.IdsPerEvent.ONE, scope, resend);
    }

    public DestinationOf oncePerAddress() {
      return new DestinationOf(
          id, type, dedupesOn, call, idsPerEvent, Destination.DedupeScope.ADDRESS, resend);
    }

    public DestinationOf resend(String changed) {
      return new DestinationOf(id, type, dedupesOn, call, idsPerEvent, scope, changed);
    }

    public Destination made() {
      return new Destination(
          id, "spa_1", type, id, true, dedupesOn, call, idsPerEvent, scope, Resend.parse(resend));
    }
  }
}
