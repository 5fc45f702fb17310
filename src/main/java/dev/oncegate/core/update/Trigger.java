package dev.oncegate.core.update;

import java.util.List;

/** Why the engine emitted an update. */
public sealed interface Trigger {

  record ValueChanged() implements Trigger {}

  /** The profile got these ids; their {@code createdAt} is not part of a trigger. */
  record NewExternalId(List<ExternalId> ids) implements Trigger {
    public NewExternalId {
      ids = List.copyOf(ids);
    }
  }

  /** These profiles became one: the update's own, which goes on, and those merged into it. */
  record ProfileMerge(List<Merged> profiles) implements Trigger {
    public ProfileMerge {
      profiles = List.copyOf(profiles);
    }
  }

  /** A reason that is missing, or that nobody here knows. */
  record Unknown() implements Trigger {}

  /**
   * A profile that went into a merge.
   *
   * @param wasMember whether it was in the computation before
   */
  record Merged(String profileId, boolean wasMember) {}
}
