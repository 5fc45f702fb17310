package dev.oncegate.crash.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts sends against what was expected. */
final class Tally {
  private record Cause(String destinationId, String messageId) {}

  private static final class Slot {
    final Expectation expectation;
    final Map<String, Integer> perEvent = new HashMap<>(2);
    int taken;

    Slot(Expectation expectation) {
      this.expectation = expectation;
    }

    /** Whether the send is one of those that were expected, and was not there before. */
    boolean take(Send send) {
      int before = perEvent.getOrDefault(send.eventId(), 0);
      if (before == expectation.times() || taken == expectation.sends()) {
        return false;
      }
      perEvent.put(send.eventId(), before + 1);
      taken++;
      return true;
    }
  }

  private final List<Slot> slots = new ArrayList<>();
  private final List<NothingTwice.Duplicate> duplicates = new ArrayList<>();

  private Tally() {}

  static Tally of(Collection<Expectation> expected, List<Send> observed) {
    var tally = new Tally();
    Map<Cause, Slot> slotOf = new HashMap<>();
    for (Expectation expectation : expected) {
      var slot = new Slot(expectation);
      tally.slots.add(slot);
      for (String messageId : expectation.messageIds()) {
        if (slotOf.put(new Cause(expectation.destinationId(), messageId), slot) != null) {
          throw new IllegalArgumentException("expected twice: " + expectation);
        }
      }
    }
    for (Send send : observed) {
      Slot slot =
          slotOf.computeIfAbsent(
              new Cause(send.destinationId(), send.messageId()), _ -> unexpected(send));
      if (!slot.take(send)) {
        tally.duplicates.add(new NothingTwice.Duplicate(slot.expectation, send));
      }
    }
    return tally;
  }

  private static Slot unexpected(Send send) {
    return new Slot(new Expectation(send.destinationId(), Set.of(send.messageId()), 0, 0));
  }

  List<NothingTwice.Duplicate> duplicates() {
    return duplicates;
  }

  List<NothingLost.Omission> omissions() {
    var omissions = new ArrayList<NothingLost.Omission>();
    for (Slot slot : slots) {
      int missing = slot.expectation.sends() - slot.taken;
      if (missing > 0) {
        omissions.add(new NothingLost.Omission(slot.expectation, missing));
      }
    }
    return omissions;
  }
}
