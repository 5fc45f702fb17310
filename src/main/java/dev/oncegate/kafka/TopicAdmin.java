package dev.oncegate.kafka;

import dev.oncegate.core.decide.Route;
import dev.oncegate.pipeline.OutputTopics;
import dev.oncegate.pipeline.Stage;
import dev.oncegate.pipeline.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the topics that are missing, and knows of each how large a message may be. A topic that is
 * there is left as it is, but for the slow topic, which gets as many partitions as the topic it is
 * beside.
 */
public final class TopicAdmin implements OutputTopics, AutoCloseable {
  private static final Duration TOPIC_APPEARS_WITHIN = Duration.ofSeconds(10);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final Duration STAYS_OPEN = Duration.ofMillis(500);

  private final Map<String, Object> config;
  private @Nullable Admin client;
  private final TopicNames names;
  private final int partitions;
  private final int largestMessage;
  // Whether lanes have had what they read; what is deleted after that is gone until somebody, or
  // the next start, makes it.
  private boolean inputsWereMade;
  private final Set<String> made = ConcurrentHashMap.newKeySet();
  private volatile Limits limits;
  private long openUntil = System.nanoTime();

  /** How large a message may be on each topic, and on any. */
  private record Limits(Map<String, Integer> ofTopics, int smallest) {}

  /**
   * An admin that has not looked yet.
   *
   * @param servers how Kafka is reached
   * @param partitions of topics that are made
   * @param largestMessage in bytes, for topics that are made, and at most for those that are there
   */
  public TopicAdmin(
      Map<String, Object> servers, TopicNames names, int partitions, int largestMessage) {
    config = KafkaClients.config(servers);
    config.put("default.api.timeout.ms", (int) KafkaClients.CALL_TIMEOUT.toMillis());
    config.put("request.timeout.ms", (int) KafkaClients.CALL_TIMEOUT.toMillis() / 2);
    config.put("client.id", "oncegate-topics");
    this.names = names;
    this.partitions = partitions;
    this.largestMessage = largestMessage;
    this.limits = new Limits(Map.of(), largestMessage);
  }

  @Override
  public TopicNames names() {
    return names;
  }

  /**
   * Makes what is missing and looks at what is there; unless another lane has just done so, since
   * lanes start together.
   *
   * @throws KafkaException if Kafka does not answer
   */
  public synchronized void open() {
    if (System.nanoTime() - openUntil < 0) {
      return;
    }
    Set<String> present = await(admin().listTopics().names());
    for (String topic : names.all()) {
      if (!present.contains(topic) && !(inputsWereMade && names.inputs().contains(topic))) {
        make(topic);
      }
    }
    inputsWereMade = true;
    for (String topic : present) {
      if (topic.startsWith(names.destinationEvents() + "-")) {
        made.add(topic);
      }
    }
    alignSlowTopic();
    limits = askForLimits();
    openUntil = System.nanoTime() + STAYS_OPEN.toNanos();
  }

  private void alignSlowTopic() {
    int wanted = partitionsOf(names.identifiedOutput());
    int slow = partitionsOf(names.identifiedSlow());
    if (slow > 0 && slow < wanted) {
      var more = Map.of(names.identifiedSlow(), NewPartitions.increaseTo(wanted));
      await(admin().createPartitions(more).all());
    }
  }

  /** 0 if there is no such topic. */
  private int partitionsOf(String topic) {
    try {
      return await(describe(topic)).partitions().size();
    } catch (UnknownTopicOrPartitionException _) {
      return 0;
    }
  }

  void makeIfMissing(String topic) {
    if (partitionsOf(topic) == 0) {
      make(topic);
    }
  }

  private void make(String topic) {
    Map<String, String> config = new HashMap<>();
    config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(largestMessage));
    if (topic.equals(names.syncParked())) {
      // Kept until somebody has handled it, however long that takes.
      config.put(TopicConfig.RETENTION_MS_CONFIG, "-1");
    } else if (topic.equals(names.parkedHandled())) {
      config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    } else if (topic.equals(names.published())) {
      // Little of it is of today, and who takes a partition over reads all that is not compacted.
      config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
      config.put(TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(1024 * 1024));
      config.put(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1");
    }
    int count = partitions;
    if (topic.equals(names.parkedHandled())) {
      count = 1;
    } else if (topic.equals(names.published())) {
      count = PublishedOffsets.SPREAD;
    }
    var wanted = new NewTopic(topic, Optional.of(count), Optional.empty()).configs(config);
    try {
      await(admin().createTopics(List.of(wanted)).all());
    } catch (TopicExistsException _) {
      // Another instance was faster.
    }
    awaitAppearance(topic);
  }

  /** A broker may say for a moment that it does not know what it has just made. */
  private void awaitAppearance(String topic) {
    long end = System.nanoTime() + TOPIC_APPEARS_WITHIN.toNanos();
    while (true) {
      try {
        idOf(topic);
        return;
      } catch (UnknownTopicOrPartitionException e) {
        if (System.nanoTime() - end > 0) {
          throw e;
        }
        LockSupport.parkNanos(LOOK_AGAIN.toNanos());
      }
    }
  }

  // Made when it is needed, because to make it fails while no broker's name can be resolved. Has a
  // lock of its own, so that a ping does not wait behind an open.
  private Admin admin() {
    synchronized (config) {
      if (client == null) {
        client = Admin.create(config);
      }
      return client;
    }
  }

  private Limits askForLimits() {
    var resources = new ArrayList<ConfigResource>();
    for (String topic : names.all()) {
      resources.add(new ConfigResource(ConfigResource.Type.TOPIC, topic));
    }
    for (String topic : made) {
      resources.add(new ConfigResource(ConfigResource.Type.TOPIC, topic));
    }
    Map<String, Integer> found = new HashMap<>();
    for (Map.Entry<ConfigResource, KafkaFuture<Config>> entry :
        admin().describeConfigs(resources).values().entrySet()) {
      try {
        String value = await(entry.getValue()).get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value();
        found.put(entry.getKey().name(), Math.min(largestMessage, Integer.parseInt(value)));
      } catch (UnknownTopicOrPartitionException _) {
        // Somebody has deleted it; who needs it finds that out.
      }
    }
    return new Limits(found, found.isEmpty() ? largestMessage : Collections.min(found.values()));
  }

  @Override
  public int largestMessage(String topic) {
    return limits.ofTopics().getOrDefault(topic, largestMessage);
  }

  @Override
  public int largestMessageOfAll() {
    return limits.smallest();
  }

  @Override
  public void make(Route route) {
    if (route.equals(Route.DEFAULT)) {
      return;
    }
    String topic = names.eventsOf(route);
    if (!made.contains(topic)) {
      make(topic);
      made.add(topic);
    }
  }

  /**
   * Asks Kafka for a sign of life.
   *
   * @throws KafkaException if there is none in time
   */
  public void ping(Duration within) {
    var options = new DescribeClusterOptions().timeoutMs((int) within.toMillis());
    await(admin().describeCluster(options).clusterId());
  }

  /**
   * Whether a group has a member of this name.
   *
   * @throws KafkaException if Kafka does not answer
   */
  boolean hasMember(String group, String instanceId) {
    return await(admin().describeConsumerGroups(List.of(group)).all()).values().stream()
        .flatMap(it -> it.members().stream())
        .anyMatch(it -> it.groupInstanceId().filter(instanceId::equals).isPresent());
  }

  /**
   * Ends transactions that processes with a made-up name left open: nobody comes back under such a
   * name, and until Kafka's timeout readers of committed messages, and whoever has the partitions
   * now, would wait for them. An open transaction of one that is no member cannot be committed.
   *
   * @throws KafkaException if Kafka does not answer, or does not let us
   */
  void endAbandoned(Stage stage) {
    var ongoing = new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING));
    Pattern random = InstanceName.randomClientsOf(stage);
    Set<String> abandoned = new HashSet<>();
    for (TransactionListing it : await(admin().listTransactions(ongoing).all())) {
      if (random.matcher(it.transactionalId()).matches()) {
        abandoned.add(it.transactionalId());
      }
    }
    if (!abandoned.isEmpty()) {
      await(admin().describeConsumerGroups(List.of(stage.group())).all()).values().stream()
          .flatMap(it -> it.members().stream())
          .forEach(member -> abandoned.remove(member.clientId()));
      await(admin().fenceProducers(abandoned).all());
    }
  }

  /**
   * The id of a topic, which no other topic ever has, not even one of the same name.
   *
   * @throws UnknownTopicOrPartitionException if there is no such topic
   */
  UUID idOf(String topic) {
    return await(askIdOf(topic));
  }

  /** Asks for the id that a topic has from now on, and does not wait for the answer. */
  Future<UUID> askIdOf(String topic) {
    return describe(topic)
        .thenApply(
            description -> {
              Uuid id = description.topicId();
              return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
            });
  }

  private KafkaFuture<TopicDescription> describe(String topic) {
    return Objects.requireNonNull(
        admin().describeTopics(List.of(topic)).topicNameValues().get(topic), topic);
  }

  /** Which of these ids are of topics that are there no more. */
  Set<UUID> deletedOf(Set<UUID> ids) {
    Set<UUID> deleted = new HashSet<>();
    Map<Uuid, UUID> asked = new HashMap<>();
    ids.forEach(
        id -> asked.put(new Uuid(id.getMostSignificantBits(), id.getLeastSignificantBits()), id));
    admin()
        .describeTopics(TopicCollection.ofTopicIds(asked.keySet()))
        .topicIdValues()
        .forEach(
            (id, description) -> {
              try {
                TopicDescription _ = await(description);
              } catch (UnknownTopicIdException _) {
                deleted.add(Objects.requireNonNull(asked.get(id)));
              }
            });
    return deleted;
  }

  /** Where partitions end by now, with what nobody has committed yet. */
  Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
    Map<TopicPartition, Long> ends = new HashMap<>();
    await(admin().listOffsets(latest).all())
        .forEach((partition, end) -> ends.put(partition, end.offset()));
    return ends;
  }

  /**
   * The id of a topic.
   *
   * @throws RecordingFailedException if there is no such topic, or Kafka does not answer
   */
  public static UUID idOf(Map<String, Object> servers, String topic)
      throws RecordingFailedException {
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

  static <T> T await(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KafkaException failure) {
        throw failure;
      }
      throw new IllegalStateException("Kafka's own client failed", e);
    }
  }

  @Override
  public void close() {
    synchronized (config) {
      if (client != null) {
        client.close(Duration.ofSeconds(1));
      }
    }
  }
}
