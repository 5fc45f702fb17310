package dev.oncegate.core.decide;

import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.core.update.Space;
import dev.oncegate.core.update.Trigger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks the rulebook about one update, destination by destination. */
public final class Decider {
  // What a table says of a message that was sent is its own; this is beyond it.
  private static final Verdict.Drop READ_AGAIN =
      new Verdict.Drop(
          new Reason("read_again"),
          new RuleRef(
              "oncegate!read again",
              "An update that is read again, and was published, sends nothing to who dedupes"));

  private final ProfileUpdate update;
  private final Space space;
  private final SendHistory history;
  private final UpdateEntries entries;
  private final Rulebook rulebook;

  public Decider(ProfileUpdate update, Space space, SendHistory history, Rulebook rulebook) {
    this.update = update;
    this.space = space;
    this.history = history;
    this.entries = new UpdateEntries(update, history);
    this.rulebook = rulebook;
  }

  public Decision decide(Destination destination) {
    if (!destination.isDeduped()) {
      return answer(destination, situation(destination));
    }
    return switch (destination.dedupeScope()) {
      case PROFILE -> oncePerProfile(destination);
      case ADDRESS -> oncePerAddress(destination);
    };
  }

  /**
   * The decision about an update that was published before. To a destination that dedupes it is a
   * message already sent, even to one that is new: it was there to be sent, and was decided. It is
   * parked no second time either, since a retry of that would send it.
   */
  public Decision decideAgain(Destination destination) {
    Situation situation = situation(destination);
    if (!destination.isDeduped()) {
      return answer(destination, situation);
    }
    Decision answer = answer(destination, situation.sentAlready());
    return switch (answer.verdict()) {
      case Verdict.Drop _ -> answer;
      case Verdict.Send _, Verdict.Park _ ->
          new Decision(destination, answer.situation(), READ_AGAIN, List.of(), List.of());
    };
  }

  /** The situation of a message that was not sent before. */
  private Situation situation(Destination destination) {
    return new Situation(
        update.computation().type(),
        TriggerKind.of(update.trigger()),
        update.value().isMember(),
        destination.isDeduped(),
        destination.hasRelevant(update.externalIds()),
        update.trigger() instanceof Trigger.NewExternalId newId
            && destination.hasRelevant(newId.ids()),
        update.trigger() instanceof Trigger.ProfileMerge merge && anyWasMember(merge),
        false,
        destination.type(),
        space.id(),
        space.tier());
  }

  private Decision answer(Destination destination, Situation situation) {
    Verdict verdict = rulebook.decide(situation);
    return new Decision(destination, situation, verdict, idsOf(verdict, destination), List.of());
  }

  private Decision oncePerProfile(Destination destination) {
    SendKey key = SendKey.ofProfile(update, destination);
    LastSend last = history.last(key);
    Situation situation = situation(destination);
    Decision answer =
        answer(destination, covers(last, destination) ? situation.sentAlready() : situation);
    if (answer.verdict() instanceof Verdict.Send) {
      return withEntries(answer, List.of(entries.sent(key)));
    }
    return withEntries(answer, entries.leavingProfile(destination, key, last));
  }

  /**
   * A message counts as sent when every address that would get it has got it; when only some have,
   * it goes to the others.
   */
  private Decision oncePerAddress(Destination destination) {
    Situation situation = situation(destination);
    Decision answer = answer(destination, situation);
    if (!(answer.verdict() instanceof Verdict.Send)) {
      return withEntries(answer, entries.leavingAddresses(destination));
    }
    List<SendKey> keys = keysOf(answer.ids(), destination);
    // Two ids can be one address, written differently: it has it if either has.
    Set<SendKey> had = HashSet.newHashSet(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      if (covers(entries.lastOf(keys.get(i), answer.ids().get(i)), destination)) {
        had.add(keys.get(i));
      }
    }
    var unsent = new ArrayList<ExternalId>();
    var sent = new ArrayList<SendHistory.Entry>();
    for (int i = 0; i < keys.size(); i++) {
      if (had.add(keys.get(i))) {
        unsent.add(answer.ids().get(i));
        sent.add(entries.sent(keys.get(i)));
      }
    }
    if (unsent.isEmpty() && !answer.ids().isEmpty()) {
      return answer(destination, situation.sentAlready());
    }
    return new Decision(destination, situation, answer.verdict(), unsent, sent);
  }

  private List<SendKey> keysOf(List<ExternalId> addresses, Destination destination) {
    var keys = new ArrayList<SendKey>(addresses.size());
    for (ExternalId address : addresses) {
      keys.add(SendKey.ofAddress(update, destination, address));
    }
    return keys;
  }

  private boolean covers(@Nullable LastSend last, Destination destination) {
    return last != null && last.covers(update, destination.resend());
  }

  private List<ExternalId> idsOf(Verdict verdict, Destination destination) {
    return switch (verdict) {
      case Verdict.Send send -> send.selection().from(update.externalIds(), destination);
      case Verdict.Drop _ -> List.of();
      case Verdict.Park _ -> List.of();
    };
  }

  private static Decision withEntries(Decision decision, List<SendHistory.Entry> entries) {
    if (entries.isEmpty()) {
      return decision;
    }
    return new Decision(
        decision.destination(), decision.situation(), decision.verdict(), decision.ids(), entries);
  }

  private static boolean anyWasMember(Trigger.ProfileMerge merge) {
    for (Trigger.Merged profile : merge.profiles()) {
      if (profile.wasMember()) {
        return true;
      }
    }
    return false;
  }
}
