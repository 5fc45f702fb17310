package dev.oncegate.cli;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** How a command reaches Kafka: by the settings that {@code serve} goes by. */
final class KafkaSettings {
  private static final String PREFIX = "kafka.";
  private static final String SERVERS = "bootstrap.servers";

  private KafkaSettings() {}

  /**
   * The properties of a client.
   *
   * @param bootstrapServers over what the settings say
   */
  static Map<String, Object> of(@Nullable String bootstrapServers) {
    Config config = ConfigProvider.getConfig();
    Map<String, Object> client = new HashMap<>();
    client.put(SERVERS, "localhost:9092");
    for (String name : config.getPropertyNames()) {
      // A variable of the environment is called KAFKA_SECURITY_PROTOCOL.
      String plain = name.toLowerCase(Locale.ROOT).replace('_', '.');
      if (plain.startsWith(PREFIX)) {
        Optional<String> value = config.getOptionalValue(name, String.class);
        value.ifPresent(it -> client.put(plain.substring(PREFIX.length()), it));
      }
    }
    config
        .getOptionalValue(PREFIX + SERVERS, String.class)
        .ifPresent(it -> client.put(SERVERS, it));
    if (bootstrapServers != null) {
      client.put(SERVERS, bootstrapServers);
    }
    return client;
  }
}
