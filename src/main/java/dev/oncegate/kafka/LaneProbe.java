package dev.oncegate.kafka;

/** Looks on while a lane passes the points between which a crash is most interesting. */
public interface LaneProbe {

  /** Where a lane can be. */
  enum Point {
    /** Everything is decided, nothing is remembered. */
    BEFORE_LEDGER_COMMIT,
    /** The ledger remembers what nobody can read yet. */
    BETWEEN_COMMITS,
    /** The commit to Kafka is about to be under way. */
    INSIDE_KAFKA_COMMIT
  }

  /** Sees nothing. */
  LaneProbe NONE = point -> {};

  void at(Point point);
}
