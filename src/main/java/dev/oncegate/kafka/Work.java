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
   * Lets nothing count that a batch left behind which was never published, and never will be, since
   * its topic is no more.
   *
   * @param publishedUpTo (exclusive) what was
   * @param since nothing of that is older
   * @throws Unavailable if something it needs is away
   */
  void dropUnpublished(UUID topicId, int partition, long publishedUpTo, Instant since);
}
