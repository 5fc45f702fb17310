package dev.oncegate.kafka;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a stage does with the messages of a batch. */
interface Work {

  /** What follows from a batch, worked out but not published. */
  interface Publication {

    /** Sends all of it, in the order of the messages. */
    void publish(Outbox out);

    /** Called when everybody can read it. */
    void published();
  }

  /** Called when partitions were assigned, which may be those of a topic made anew. */
  void assigned();

  /**
   * Works out what follows; the same batch may come again, in whole or in other parts.
   *
   * @param failing the messages that are to be parked without being looked at
   * @throws Unavailable if something it needs is away
   */
  Publication prepare(List<ConsumerRecord<byte[], byte[]>> batch, FailingMessages failing);
}
