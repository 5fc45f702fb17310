package dev.oncegate.kafka;

import dev.oncegate.pipeline.Stage;
import java.time.Duration;
import java.util.Map;

/**
 * What the lanes of a stage have in common.
 *
 * @param servers how Kafka is reached: bootstrap servers, security
 * @param instance names this process among all that share the brokers; a process that is started
 *     again under its name ends at once what it left open
 * @param isNamed whether a process that is started again has the same name
 * @param batchRecords how many messages are handled in one transaction at most
 * @param batchBytes about how many bytes of a partition are; a single larger message passes
 * @param largestMessage in bytes
 * @param sessionTimeout after which a silent lane's partitions go to others
 * @param transactionTimeout after which Kafka ends a transaction that was left open
 */
public record LaneSettings(
    Map<String, Object> servers,
    String instance,
    boolean isNamed,
    Stage stage,
    String inputTopic,
    int batchRecords,
    int batchBytes,
    int largestMessage,
    Duration sessionTimeout,
    Duration transactionTimeout) {
  public LaneSettings {
    servers = Map.copyOf(servers);
  }
}
