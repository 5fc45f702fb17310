package dev.oncegate.pipeline;

import java.util.List;

/** Messages of one topic as they were read, those of each partition in order. */
public interface MessageBatch {

  List<InputMessage> messages();

  /** Up to where (exclusive) a partition is known to be published. */
  long publishedUpTo(int partition);

  /**
   * Returns when it is certain that all messages are of the topic that their positions name. To be
   * called before anything follows from them. Throws if they may be of another one, which has, or
   * had, its name.
   */
  void confirmTopic();
}
