package dev.oncegate.core.decide;

/** One immutable version of all rules and tables together. */
public interface Rulebook {

  /** Its name: lower-case hex, the same for the same rules and tables. */
  String hash();

  /** The answer to any situation; a loaded rulebook has one for each. */
  Verdict decide(Situation situation);
}
