package dev.oncegate.kafka;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.Configurable;

/**
 * Knows whether a consumer is joining its group. Meanwhile a poll goes on handing out messages of
 * partitions that it keeps; but when the join is over, the group has another generation, and what
 * was decided under the old one cannot be committed.
 */
final class GroupMembership {
  private static final String CONFIG = "oncegate.join.watch";

  private volatile boolean isJoining;
  private volatile boolean isRefused;
  private volatile boolean hasJoined;

  boolean isJoining() {
    return isJoining || isRefused;
  }

  /** Whether the group has ever told the consumer its partitions, were it none. */
  boolean hasJoined() {
    return hasJoined;
  }

  /** Called when Kafka refused a commit, since the group has gone on without the consumer. */
  void refused() {
    isRefused = true;
  }

  void committed() {
    isRefused = false;
  }

  void addTo(Map<String, Object> config) {
    config.put("partition.assignment.strategy", Assignor.class.getName());
    config.put(CONFIG, this);
  }

  /** The assignor, which Kafka makes by its name, asks when a join begins, and tells of its end. */
  public static final class Assignor extends CooperativeStickyAssignor implements Configurable {
    private GroupMembership watch = new GroupMembership();

    @Override
    public void configure(Map<String, ?> config) {
      if (config.get(CONFIG) instanceof GroupMembership given) {
        watch = given;
      }
    }

    @Override
    public ByteBuffer subscriptionUserData(Set<String> topics) {
      watch.isJoining = true;
      return super.subscriptionUserData(topics);
    }

    @Override
    public void onAssignment(Assignment assignment, ConsumerGroupMetadata metadata) {
      super.onAssignment(assignment, metadata);
      watch.isJoining = false;
      watch.isRefused = false;
      watch.hasJoined = true;
    }
  }
}
