package dev.oncegate.kafka;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.ProfileUpdate;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides batches against the send history, and remembers what was decided. */
public interface Ledger {

  /** An update that knows how to be decided. */
  interface Case {
    Place place();

    ProfileUpdate update();

    Connected connected();

    /** Up to where (exclusive) its partition is known to be published. */
    long publishedUpTo();

    /** Whether it is known that what follows from it was published before. */
    boolean isReadAgain();

    /** What follows from the update, or null if it is decided elsewhere. */
    @Nullable Outcome decide(SendHistory history);

    /** The same for an update that was published before; it leaves nothing in the history. */
    @Nullable Outcome decideAgain();
  }

  /**
   * Has the cases decided, in their order. When this returns, what they are to leave in the history
   * is there, durably; asking again for the same cases gives the same outcomes.
   *
   * @param cases of each partition by offset, and from its committed offset on
   * @throws Unavailable if the ledger cannot answer now, or nobody knows whether it remembers
   */
  void decide(List<? extends Case> cases);

  /**
   * Up to where (exclusive) a partition was published as far as the ledger knows, which may be a
   * batch behind; 0 where it knows nothing.
   *
   * @throws Unavailable if the ledger cannot answer now
   */
  long publishedUpTo(UUID topicId, int partition);

  /**
   * Learns of a partition whose topic is no more. What is in the history of it that was never
   * published goes, and the rest is older than what other topics leave there.
   *
   * @param publishedUpTo (exclusive) what was
   * @param since what was not was not written earlier, give or take what clocks differ
   * @throws Unavailable if the ledger cannot answer now
   */
  void closeTopic(UUID topicId, int partition, long publishedUpTo, Instant since);
}
