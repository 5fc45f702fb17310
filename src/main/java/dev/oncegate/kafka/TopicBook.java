package dev.oncegate.kafka;

import dev.oncegate.core.decide.Route;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
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
 * Makes the topics that are missing, and knows of each what a lane must know before it writes: how
 * many partitions it has, and how large a message may be. A topic that is there is left as it is,
 * but for the slow topic, which gets as many partitions as the topic it is beside.
 */
public final class TopicBook implements AutoCloseable {
  // What Kafka adds to key, value and headers of a message that is alone in its batch.
  static final int ENVELOPE = 128;

  private static final Duration TOPIC_APPEARS_WITHIN = Duration.ofSeconds(10);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final Duration STAYS_OPEN = Duration.ofMillis(500);

  private final Map<String, Object> config;
  private @Nullable Admin client;
  private final Topics topics;
  private final int partitions;
  private final int largestMessage;
  // Whether lanes have had what they read; what is deleted after that is gone until somebody, or
  // the next start, makes it.
  private boolean inputsWereMade;
  private final Set<String> made = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Limits limits;
  private CompletableFuture<Void> looking = CompletableFuture.completedFuture(null);
  private volatile long openUntil = System.nanoTime();

  /** How large a message may be on each topic, and on any. */
  private record Limits(Map<String, Integer> ofTopics, int smallest) {}

  /**
   * A book that has not looked yet.
   *
   * @param servers how Kafka is reached
   * @param partitions of topics that are made
   * @param largestMessage in bytes, for topics that are made, and at most for those that are there
   */
  public TopicBook(Map<String, Object> servers, Topics topics, int partitions, int largestMessage) {
    config = Clients.config(servers);
    config.put("default.api.timeout.ms", (int) Clients.CALL_TIMEOUT.toMillis());
    config.put("request.timeout.ms", (int) Clients.CALL_TIMEOUT.toMillis() / 2);
    config.put("client.id", "oncegate-topics");
    this.topics = topics;
    this.partitions = partitions;
    this.largestMessage = largestMessage;
  }

  public Topics topics() {
    return topics;
  }

  /**
   * Begins to open, on a thread of its own, so that lanes can go on to what they need besides;
   * unless somebody has just done so, since lanes start together.
   *
   * @return what ends when it is open
   */
  synchronized Future<Void> begin() {
    if (looking.isDone() && System.nanoTime() - openUntil >= 0) {
      looking =
          CompletableFuture.runAsync(
              this::look, Thread.ofPlatform().daemon().name("oncegate-topics")::start);
    }
    return looking;
  }

  /**
   * Makes what is missing and looks at what is there, or waits for whoever does so already.
   *
   * @throws KafkaException if Kafka does not answer
   */
  public void open() {
    await(begin());
  }

  private void look() {
    Set<String> present = await(admin().listTopics().names());
    for (String topic : topics.all()) {
      if (!present.contains(topic) && !(inputsWereMade && topics.inputs().contains(topic))) {
        make(topic);
      }
    }
    inputsWereMade = true;
    for (String topic : present) {
      if (topic.startsWith(topics.destinationEvents() + "-")) {
        made.add(topic);
      }
    }
    alignSlowTopic();
    limits = null;
    openUntil = System.nanoTime() + STAYS_OPEN.toNanos();
  }

  private void alignSlowTopic() {
    int wanted = partitionsOf(topics.identifiedOutput());
    int slow = partitionsOf(topics.identifiedSlow());
    if (slow > 0 && slow < wanted) {
      var more = Map.of(topics.identifiedSlow(), NewPartitions.increaseTo(wanted));
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

  private void make(String topic) {
    Map<String, String> config = new HashMap<>();
    config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(largestMessage));
    if (topic.equals(topics.syncParked())) {
      // Kept until somebody has handled it, however long that takes.
      config.put(TopicConfig.RETENTION_MS_CONFIG, "-1");
    } else if (topic.equals(topics.parkedHandled())) {
      config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    } else if (topic.equals(topics.published())) {
      // Little of it is of today, and who takes a partition over reads all that is not compacted.
      config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
      config.put(TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(1024 * 1024));
      config.put(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1");
    }
    int count = partitions;
    if (topic.equals(topics.parkedHandled())) {
      count = 1;
    } else if (topic.equals(topics.published())) {
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

  /**
   * Asked for when a lane has its first messages, and not before it is open: the answer holds all
   * that can be said of each topic, which takes a broker longer than all else that a start wants.
   * Lanes that ask at the same time are all answered.
   */
  private Limits limits() {
    Limits known = limits;
    if (known == null) {
      known = askForLimits();
      limits = known;
    }
    return known;
  }

  private Limits askForLimits() {
    var resources = new ArrayList<ConfigResource>();
    for (String topic : topics.all()) {
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

  /**
   * How large a message on this topic may be, its envelope included.
   *
   * @throws KafkaException if Kafka was to be asked, and does not answer
   */
  int largestMessage(String topic) {
    return limits().ofTopics().getOrDefault(topic, largestMessage);
  }

  /**
   * What every topic takes.
   *
   * @throws KafkaException if Kafka was to be asked, and does not answer
   */
  int smallestLimit() {
    return limits().smallest();
  }

  /** The topic for events of a route is there when this returns. */
  void make(Route route) {
    if (route.equals(Route.DEFAULT)) {
      return;
    }
    String topic = topics.eventsOf(route);
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
    Set<String> abandoned = new HashSet<>();
    for (TransactionListing it : await(admin().listTransactions(ongoing).all())) {
      if (stage.isOfUnnamed(it.transactionalId())) {
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
