package dev.oncegate.pipeline;

/** Looks on while a batch passes the steps between which a crash is most interesting. */
public interface StepProbe {

  /** Where a batch can be. */
  enum Step {
    /** Everything is decided, nothing is remembered. */
    BEFORE_LEDGER_COMMIT,
    /** The ledger remembers what nobody can read yet. */
    BETWEEN_COMMITS,
    /** The commit to Kafka is about to be under way. */
    INSIDE_KAFKA_COMMIT
  }

  /** Sees nothing. */
  StepProbe NONE = step -> {};

  void at(Step step);
}
