package dev.oncegate.pipeline;

import java.time.Instant;
import java.util.UUID;

/** What a stage does with the messages of a batch. */
public interface BatchProcessor {

  /**
   * Works out what follows from a batch; the same batch may come again, in whole or in other parts.
   *
   * @throws dev.oncegate.core.DependencyUnavailableException if something it needs is away
   */
  PreparedBatch prepare(MessageBatch batch);

  /**
   * Up to where (exclusive) a partition was published that Kafka has no note of, as one has that a
   * version before the notes was at; 0 where nobody knows.
   *
   * @throws dev.oncegate.core.DependencyUnavailableException if something it needs is away
   */
  long publishedUpTo(UUID topicId, int partition);

  /**
   * Learns of a partition whose topic is no more, so that nothing counts of it that was decided and
   * never published.
   *
   * @param publishedUpTo (exclusive) what was
   * @param since what was not was not decided earlier, give or take what clocks differ
   * @throws dev.oncegate.core.DependencyUnavailableException if something it needs is away
   */
  void closeTopic(UUID topicId, int partition, long publishedUpTo, Instant since);
}
