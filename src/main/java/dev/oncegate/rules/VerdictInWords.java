package dev.oncegate.rules;

import dev.oncegate.core.decide.Verdict;

/**
 * A verdict without its row. Two verdicts answer the same if their words are equal, whichever rows
 * say so.
 *
 * @param selection empty unless it is to send
 * @param route empty unless it is to send
 */
public record VerdictInWords(String action, String selection, String reason, String route) {

  static VerdictInWords of(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Send send ->
          new VerdictInWords(
              send.action(), send.selection().name(), send.reason().word(), send.route().word());
      case Verdict.Drop drop -> new VerdictInWords(drop.action(), "", drop.reason().word(), "");
      case Verdict.Park park -> new VerdictInWords(park.action(), "", park.reason().word(), "");
    };
  }

  /** {@code SEND LATEST entered}, with the route where it is not the default. */
  @Override
  public String toString() {
    String what = selection.isEmpty() ? action : action + " " + selection;
    boolean elsewhere = !route.isEmpty() && !route.equals("default");
    return what + " " + reason + (elsewhere ? " route " + route : "");
  }
}
