package dev.oncegate.core.decide;

import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.core.update.Resend;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one update finds in the history, and leaves there. */
final class UpdateEntries {
  private final ProfileUpdate update;
  private final SendHistory history;

  UpdateEntries(ProfileUpdate update, SendHistory history) {
    this.update = update;
    this.history = history;
  }

  SendHistory.Entry sent(SendKey key) {
    return new SendHistory.Entry(key, LastSend.of(update));
  }

  @Nullable LastSend lastOf(SendKey key, ExternalId address) {
    FormerAddress former = FormerAddress.of(address, update::profiles);
    return former == null ? history.last(key) : history.last(key, former);
  }

  /** What an exit leaves behind where a message may go out again on re-entry. */
  List<SendHistory.Entry> leavingProfile(
      Destination destination, SendKey key, @Nullable LastSend last) {
    if (!counts(destination) || last == null || last.leftSince()) {
      return List.of();
    }
    return List.of(new SendHistory.Entry(key, last.left()));
  }

  /** The same, of each address. */
  List<SendHistory.Entry> leavingAddresses(Destination destination) {
    if (!counts(destination)) {
      return List.of();
    }
    var entries = new ArrayList<SendHistory.Entry>();
    Set<SendKey> inHand = new HashSet<>();
    for (ExternalId id : update.externalIds()) {
      if (destination.isRelevant(id.type())) {
        SendKey key = SendKey.ofAddress(update, destination, id);
        LastSend last = lastOf(key, id);
        if (last != null && !last.leftSince() && inHand.add(key)) {
          entries.add(new SendHistory.Entry(key, last.left()));
        }
      }
    }
    return entries;
  }

  private boolean counts(Destination destination) {
    return !update.value().isMember() && destination.resend() instanceof Resend.OnReentry;
  }
}
