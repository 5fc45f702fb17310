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

  /** Whether both do the same for the same reason, whichever rows say so. */
  default boolean saysTheSameAs(Verdict other) {
    return switch (this) {
      case Send(Selection selection, Reason reason, Route route, _) ->
          other instanceof Send it
              && selection == it.selection()
              && reason.equals(it.reason())
              && route.equals(it.route());
      case Drop(Reason reason, _) -> other instanceof Drop it && reason.equals(it.reason());
      case Park(Reason reason, _) -> other instanceof Park it && reason.equals(it.reason());
    };
  }

  /** {@code SEND}, {@code DROP} or {@code PARK}. */
  default String action() {
    return switch (this) {
      case Send _ -> "SEND";
      case Drop _ -> "DROP";
      case Park _ -> "PARK";
    };
  }
}
