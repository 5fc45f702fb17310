package dev.oncegate.core.decide;

import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.ProfileUpdate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the history is to say of an update that the legacy flow sends, so that the dedupe flow, when
 * it takes over, repeats nothing of it. The legacy flow itself never asks the history.
 */
public final class LegacySends {
  private LegacySends() {}

  /**
   * The entries of all destinations that dedupe.
   *
   * @param history what was sent before the update; only an exit needs it
   */
  public static List<SendHistory.Entry> entries(
      ProfileUpdate update, List<Destination> destinations, SendHistory history) {
    if (update.externalIds().isEmpty()) {
      return List.of();
    }
    var entries = new ArrayList<SendHistory.Entry>();
    var ofUpdate = new UpdateEntries(update, history);
    for (Destination destination : destinations) {
      if (destination.isDeduped()) {
        switch (destination.dedupeScope()) {
          case PROFILE -> addProfile(update, destination, history, ofUpdate, entries);
          case ADDRESS -> addAddresses(update, destination, ofUpdate, entries);
        }
      }
    }
    return entries;
  }

  /** Whether it sends a destination that dedupes what that was sent before. */
  public static boolean isRepeat(
      ProfileUpdate update, Destination destination, SendHistory history) {
    if (!update.value().isMember()) {
      return false;
    }
    return switch (destination.dedupeScope()) {
      case PROFILE -> {
        LastSend last = history.last(SendKey.ofProfile(update, destination));
        yield last != null && last.covers(update, destination.resend());
      }
      case ADDRESS -> repeatsEachAddress(update, destination, history);
    };
  }

  private static boolean repeatsEachAddress(
      ProfileUpdate update, Destination destination, SendHistory history) {
    var ofUpdate = new UpdateEntries(update, history);
    boolean any = false;
    for (ExternalId id : update.externalIds()) {
      if (destination.isRelevant(id.type())) {
        LastSend last = ofUpdate.lastOf(SendKey.ofAddress(update, destination, id), id);
        if (last == null || !last.covers(update, destination.resend())) {
          return false;
        }
        any = true;
      }
    }
    return any;
  }

  private static void addProfile(
      ProfileUpdate update,
      Destination destination,
      SendHistory history,
      UpdateEntries ofUpdate,
      List<SendHistory.Entry> entries) {
    SendKey key = SendKey.ofProfile(update, destination);
    if (update.value().isMember()) {
      entries.add(ofUpdate.sent(key));
    } else {
      entries.addAll(ofUpdate.leavingProfile(destination, key, history.last(key)));
    }
  }

  private static void addAddresses(
      ProfileUpdate update,
      Destination destination,
      UpdateEntries ofUpdate,
      List<SendHistory.Entry> entries) {
    if (!update.value().isMember()) {
      entries.addAll(ofUpdate.leavingAddresses(destination));
      return;
    }
    Set<SendKey> had = new HashSet<>();
    for (ExternalId id : update.externalIds()) {
      if (destination.isRelevant(id.type())) {
        SendKey key = SendKey.ofAddress(update, destination, id);
        // Two ids can be one address, written differently.
        if (had.add(key)) {
          entries.add(ofUpdate.sent(key));
        }
      }
    }
  }
}
