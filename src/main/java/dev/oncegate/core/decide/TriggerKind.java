package dev.oncegate.core.decide;

import dev.oncegate.core.update.Trigger;
import java.util.Locale;

/** A trigger as rules see it: its reason alone. */
public enum TriggerKind {
  VALUE_CHANGED,
  NEW_EXTERNAL_ID,
  PROFILE_MERGE,
  UNKNOWN;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** As messages and tables write it: {@code new_external_id}. */
  public String word() {
    return word;
  }

  public static TriggerKind of(Trigger trigger) {
    return switch (trigger) {
      case Trigger.ValueChanged _ -> VALUE_CHANGED;
      case Trigger.NewExternalId _ -> NEW_EXTERNAL_ID;
      case Trigger.ProfileMerge _ -> PROFILE_MERGE;
      case Trigger.Unknown _ -> UNKNOWN;
    };
  }
}
