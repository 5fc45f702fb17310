package dev.oncegate.core.decide;

/** What the rules answer. */
public sealed interface Verdict {

  Reason reason();

  RuleRef row();

  /** The update goes out to the selected ids. */
  record Send(Selection selection, Reason reason, Route route, RuleRef row) implements Verdict {}

  /** Nothing goes to this destination. */
  record Drop(Reason reason, RuleRef row) implements Verdict {}

  /** Nothing goes to this destination, and the update is kept aside. */
  record Park(Reason reason, RuleRef row) implements Verdict {}

  /** {@code SEND}, {@code DROP} or {@code PARK}. */
  default String action() {
    return switch (this) {
      case Send _ -> "SEND";
      case Drop _ -> "DROP";
      case Park _ -> "PARK";
    };
  }
}
