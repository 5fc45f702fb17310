package dev.oncegate.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Under which ids Kafka keeps topics, which ledger and logs go by. */
public final class TopicIds {
  private TopicIds() {}

  /**
   * The id of a topic.
   *
   * @throws RecordingFailedException if there is no such topic, or Kafka does not answer
   */
  public static UUID of(Map<String, Object> servers, String topic) throws RecordingFailedException {
    String where = String.valueOf(servers.get("bootstrap.servers"));
    var settings = new HashMap<>(servers);
    settings.put("default.api.timeout.ms", (int) KafkaClients.CALL_TIMEOUT.toMillis());
    settings.put("request.timeout.ms", (int) KafkaClients.CALL_TIMEOUT.toMillis() / 2);
    try (Admin admin = Admin.create(settings)) {
      Map<String, TopicDescription> found =
          admin.describeTopics(List.of(topic)).allTopicNames().get();
      TopicDescription description = found.get(topic);
      if (description == null) {
        throw new RecordingFailedException("there is no topic " + topic + " on " + where);
      }
      Uuid id = description.topicId();
      return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new RecordingFailedException("there is no topic " + topic + " on " + where, e);
      }
      if (e.getCause() instanceof KafkaException failure) {
        throw TopicRecorder.failed(where, failure);
      }
      throw new IllegalStateException("Kafka's own client failed", e);
    } catch (KafkaException e) {
      throw TopicRecorder.failed(where, e);
    }
  }
}
