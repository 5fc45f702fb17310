package dev.oncegate.kafka;

import java.time.Instant;
import java.util.UUID;

/** What a stage does with the messages of a batch. */
interface Work {

  /** What follows from a batch, worked out but not published. */
  interface Publication {

    /** Sends all of it, in the order of the messages. */
    void publish(Outbox out);

    /** Called when everybody can read it. */
    void published();
  }

  /**
   * Works out what follows; the same batch may come again, in whole or in other parts.
   *
   * @param failing the messages that are to be parked without being looked at
   * @throws Unavailable if something it needs is away
   * @throws TopicReplacedException if the batch is of a topic that is no more
   */
  Publication prepare(Batch batch, FailingMessages failing);

  /**
   * Up to where (exclusive) a partition was published that Kafka has no note of, as one has that a
   * version before the notes was at; 0 where nobody knows.
   *
   * @throws Unavailable if something it needs is away
   */
  long publishedUpTo(UUID topicId, int partition);

  /**
   * Learns of a partition whose topic is no more, so that nothing counts of it that was decided and
   * never published.
   *
   * @param publishedUpTo (exclusive) what was
   * @param since what was not was not decided earlier, give or take what clocks differ
   * @throws Unavailable if something it needs is away
   */
  void closeTopic(UUID topicId, int partition, long publishedUpTo, Instant since);
}
