package dev.oncegate.pipeline;

import dev.oncegate.core.decide.Route;

/** What a stage must know of the topics that it writes to. */
public interface OutputTopics {

  TopicNames names();

  /** The largest message that a topic takes, in bytes, its envelope included. */
  int largestMessage(String topic);

  /** The largest message that every topic takes. */
  int largestMessageOfAll();

  /** Makes the topic for events of a route, unless it is there. */
  void make(Route route);
}
