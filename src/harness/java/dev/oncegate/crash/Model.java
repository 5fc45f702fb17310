package dev.oncegate.crash;

import dev.oncegate.crash.Update.Why;
import dev.oncegate.crash.World.Computation;
import dev.oncegate.crash.World.Target;
import dev.oncegate.crash.check.Expectation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must come of the input: the decision table once more, written down for the crash test's own
 * destinations, and in another way than the service has it.
 */
final class Model {
  private static final Duration PERIOD = Duration.ofDays(30);

  /** What a profile's destination was last sent. */
  private static final class Sent {
    String value = "";
    Instant at = Instant.EPOCH;
    boolean left;
  }

  private record Recipient(Computation computation, String profileId, Target target) {}

  private record Cause(Target target, Update update) {}

  private final Map<Recipient, Sent> history = new HashMap<>();
  private final Map<Cause, Integer> sends = new LinkedHashMap<>();
  private final Map<String, Integer> parked = new LinkedHashMap<>();
  private final Map<Cause, Integer> decided = new LinkedHashMap<>();

  private Model() {}

  /**
   * The sends that must be there.
   *
   * @param input the updates as they stand in the log, those of a profile in their order
   * @param again those that were read once more, as often as they were: whoever dedupes gets
   *     nothing for that
   */
  static List<Expectation> sends(Workload workload, List<Update> input, List<Update> again) {
    return of(input, again).expectations(workload);
  }

  /** The entries that must be in the decision log: each update's as often as it was read. */
  static List<Expectation> decisions(List<Update> input, List<Update> again) {
    var expected = new ArrayList<Expectation>();
    of(input, again)
        .decided
        .forEach(
            (cause, times) ->
                expected.add(
                    new Expectation(
                        cause.target().id(), Set.of(cause.update().messageId()), times, 1)));
    return expected;
  }

  private static Model of(List<Update> input, List<Update> again) {
    var model = new Model();
    for (Update update : input) {
      model.take(update);
    }
    for (Update update : again) {
      model.takeAgain(update);
    }
    return model;
  }

  private void takeAgain(Update update) {
    if (update.why() == Why.POISON) {
      parked.merge(update.messageId(), 1, Integer::sum);
      return;
    }
    for (Target target : update.computation().targets()) {
      var cause = new Cause(target, update);
      decided.merge(cause, 1, Integer::sum);
      if (!target.isDeduped() && sends(update, target)) {
        sends.merge(cause, 1, Integer::sum);
      }
    }
  }

  private void take(Update update) {
    boolean parks = update.why() == Why.POISON;
    if (!parks) {
      for (Target target : update.computation().targets()) {
        var cause = new Cause(target, update);
        decided.merge(cause, 1, Integer::sum);
        parks |= target.isDeduped() && update.why() == Why.UNKNOWN;
        if (sends(update, target)) {
          sends.merge(cause, 1, Integer::sum);
        }
      }
    }
    if (parks) {
      parked.merge(update.messageId(), 1, Integer::sum);
    }
  }

  private boolean sends(Update update, Target target) {
    Set<String> has = World.typesOf(update.profileId());
    if (!target.isDeduped()) {
      return !has.isEmpty();
    }
    Sent last = history.get(new Recipient(update.computation(), update.profileId(), target));
    if (!update.isMember()) {
      if (last != null) {
        last.left = true;
      }
      return false;
    }
    boolean may =
        switch (update.why()) {
          case VALUE_CHANGED -> true;
          case NEW_EXTERNAL_ID -> target.dedupesOn().contains(update.newIdType());
          case PROFILE_MERGE -> !update.mergesAMember();
          case UNKNOWN, POISON -> false;
        };
    if (!may || has.stream().noneMatch(target.dedupesOn()::contains) || has(last, update, target)) {
      return false;
    }
    var sent = new Sent();
    sent.value = update.value();
    sent.at = update.computedAt();
    history.put(new Recipient(update.computation(), update.profileId(), target), sent);
    return true;
  }

  private static boolean has(@Nullable Sent last, Update update, Target target) {
    if (last == null || (update.computation().isTrait() && !last.value.equals(update.value()))) {
      return false;
    }
    return switch (target.resend()) {
      case "on_reentry" -> !last.left;
      case "P30D" -> update.computedAt().isBefore(last.at.plus(PERIOD));
      default -> true;
    };
  }

  private List<Expectation> expectations(Workload workload) {
    var expected = new ArrayList<Expectation>();
    Map<String, Workload.Race> raceOf = new HashMap<>();
    for (Workload.Race race : workload.races()) {
      for (String messageId : race.messageIds()) {
        raceOf.put(messageId, race);
      }
    }
    Set<Workload.Race> run = new java.util.LinkedHashSet<>();
    sends.forEach(
        (cause, times) -> {
          Workload.Race race = raceOf.get(cause.update().messageId());
          if (race != null && cause.target().isDeduped()) {
            run.add(race);
          } else {
            int each =
                cause.target().idsPerEvent().equals("one")
                    ? World.typesOf(cause.update().profileId()).size()
                    : 1;
            expected.add(
                new Expectation(
                    cause.target().id(), Set.of(cause.update().messageId()), times, each));
          }
        });
    for (Workload.Race race : run) {
      for (Target target : race.computation().targets()) {
        if (target.isDeduped()) {
          expected.add(new Expectation(target.id(), race.messageIds(), 1, 1));
        }
      }
    }
    parked.forEach(
        (messageId, times) ->
            expected.add(new Expectation(World.PARKED, Set.of(messageId), times, 1)));
    return expected;
  }
}
