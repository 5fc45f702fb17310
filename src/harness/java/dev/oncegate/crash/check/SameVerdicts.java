package dev.oncegate.crash.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The decision log and the events tell the same story. */
public final class SameVerdicts {
  private SameVerdicts() {}

  /**
   * An entry of the decision log.
   *
   * @param events how many events it says go to the destination; zero unless it says to send
   */
  public record Logged(String destinationId, String messageId, int events) {}

  /**
   * An update of which log and events tell differently.
   *
   * @param logged how many events the log speaks of
   * @param sent how many there are
   */
  public record Difference(String destinationId, String messageId, int logged, int sent) {}

  private record Cause(String destinationId, String messageId) {}

  /** The differences, by destination and message. */
  public static List<Difference> check(List<Logged> log, List<Send> observed) {
    Map<Cause, Integer> logged = new HashMap<>();
    for (Logged entry : log) {
      if (entry.events() > 0) {
        var cause = new Cause(entry.destinationId(), entry.messageId());
        logged.merge(cause, entry.events(), Integer::sum);
      }
    }
    Map<Cause, Integer> sent = new HashMap<>();
    for (Send send : observed) {
      sent.merge(new Cause(send.destinationId(), send.messageId()), 1, Integer::sum);
    }
    var differences = new TreeMap<String, Difference>();
    logged.forEach((cause, count) -> compare(cause, count, sent, differences));
    sent.forEach((cause, _) -> compare(cause, logged.getOrDefault(cause, 0), sent, differences));
    return new ArrayList<>(differences.values());
  }

  private static void compare(
      Cause cause, int logged, Map<Cause, Integer> sent, Map<String, Difference> differences) {
    int there = sent.getOrDefault(cause, 0);
    if (logged != there) {
      differences.put(
          cause.destinationId() + "\0" + cause.messageId(),
          new Difference(cause.destinationId(), cause.messageId(), logged, there));
    }
  }
}
