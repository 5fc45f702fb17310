package dev.oncegate.kafka;

import dev.oncegate.pipeline.Stage;
import java.util.UUID;
import java.util.regex.Pattern;

/** The name of a process among all that share the brokers, where it was given none. */
public final class InstanceName {
  private static final String PREFIX = "oncegate-";
  private static final String RANDOM = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  private InstanceName() {}

  public static String random() {
    return PREFIX + UUID.randomUUID();
  }

  /** Matches the clients that are lanes of a stage in processes with random names. */
  static Pattern randomClientsOf(Stage stage) {
    return Pattern.compile(PREFIX + RANDOM + "-" + stage.word() + "-\\d+");
  }
}
