package dev.oncegate.app;

import dev.oncegate.rollout.LocalKillSwitch;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The settings of the lanes; docs/settings.md explains each. */
@ConfigMapping(prefix = "oncegate")
public interface LanesConfig {

  /** The stages. */
  enum StageName {
    IDENTIFY,
    SYNC
  }

  /** Which stages run in this process; none if it is empty. */
  Optional<Set<StageName>> stages();

  /** The name of this process among all that share the brokers; made up if it is empty. */
  Optional<String> instance();

  /** Whether decisions are published. */
  @WithDefault("true")
  boolean decisionLog();

  LaneCounts lanes();

  Batch batch();

  FanOut fanOut();

  Message message();

  TopicSettings topics();

  /** After how long a silent lane's partitions go to others. */
  @WithDefault("10S")
  Duration sessionTimeout();

  /** After how long Kafka ends what a lane left open. */
  @WithDefault("20S")
  Duration transactionTimeout();

  /** How long a stop may take. */
  @WithDefault("4500MS")
  Duration stopTimeout();

  /** The directory of the tables, which is watched; the tables that ship if it is empty. */
  Optional<Path> tables();

  Ledger ledger();

  ReleaseConfig release();

  /** How rulebooks are put in force. */
  interface ReleaseConfig {
    /** Whether who uploaded one cannot do it. */
    @WithDefault("false")
    boolean fourEyes();
  }

  RolloutConfig rollout();

  /** Flags, gates and the comparator. */
  interface RolloutConfig {
    /** The file that throws the kill switch on this instance. */
    @WithDefault(LocalKillSwitch.USUAL_FILE)
    Path localSwitch();

    /** How long the comparator may take behind each batch of a lane. */
    @WithDefault("500MS")
    Duration compareBudget();
  }

  /** The send ledger. */
  interface Ledger {
    /** After how long a send is forgotten; never if it is empty. */
    Optional<Duration> retention();
  }

  /** How many lanes run in this process. */
  interface LaneCounts {
    @WithDefault("1")
    int identify();

    @WithDefault("2")
    int sync();

    @WithDefault("1")
    int slow();
  }

  /** How much is handled in one transaction. */
  interface Batch {
    @WithDefault("4000")
    int records();

    /** Of each partition, about. */
    @WithDefault("2097152")
    int bytes();
  }

  /** What takes the slow way. */
  interface FanOut {
    /** An update from which more events follow does. */
    @WithDefault("10000")
    int limit();

    /** After how long Kafka ends what a slow lane left open. */
    @WithDefault("5M")
    Duration transactionTimeout();
  }

  /** Messages. */
  interface Message {
    /** The largest, in bytes. */
    @WithDefault("33554432")
    int maxBytes();
  }

  /** The topics' names. */
  interface TopicSettings {
    @WithDefault("compute-output")
    String computeOutput();

    @WithDefault("identified-output")
    String identifiedOutput();

    @WithDefault("identified-output-slow")
    String identifiedOutputSlow();

    @WithDefault("destination-events")
    String destinationEvents();

    @WithDefault("sync-decisions")
    String syncDecisions();

    @WithDefault("sync-parked")
    String syncParked();

    @WithDefault("sync-parked-handled")
    String syncParkedHandled();

    @WithDefault("oncegate-published")
    String published();

    /** Of topics that are made because they are missing. */
    @WithDefault("4")
    int partitions();
  }
}
