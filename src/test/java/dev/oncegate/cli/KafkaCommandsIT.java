package dev.oncegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.testkit.EmbeddedBroker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that look at a broker. */
class KafkaCommandsIT {
  private static final String PROTOCOL = "kafka.security.protocol";

  private static EmbeddedBroker broker;

  @TempDir private Path directory;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @AfterEach
  void forget() {
    System.clearProperty(PROTOCOL);
    readSettingsAnew();
  }

  /** A process reads its settings once. */
  private static void readSettingsAnew() {
    ConfigProviderResolver.instance().releaseConfig(ConfigProvider.getConfig());
  }

  @ParameterizedTest
  @ValueSource(strings = {"parked list", "parked show 0:1", "record --topic=identified-output"})
  void lookingAtABrokerMakesNoTopic(String command) throws Exception {
    run(command, broker.bootstrapServers());
    try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      assertThat(admin.listTopics().names().get()).isEmpty();
    }
  }

  @Test
  void onABrokerThatNothingIsParkedOnTheListIsEmpty() {
    assertThat(run("parked list", broker.bootstrapServers()).exitCode()).isZero();
    assertThat(run("parked show 0:1", broker.bootstrapServers()).exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"parked list", "parked show 0:1", "record --topic=identified-output"})
  void everyCommandGoesByAllSettingsOfKafka(String command) {
    System.setProperty(PROTOCOL, "SMOKE_SIGNALS");
    readSettingsAnew();
    CommandRun run = run(command, broker.bootstrapServers());
    assertThat(run.err()).contains("SMOKE_SIGNALS");
    assertThat(run.exitCode()).isEqualTo(2);
  }

  private CommandRun run(String command, String servers) {
    var args = new ArrayList<>(List.of(command.split(" ")));
    args.add(1, "--bootstrap-servers=" + servers);
    if (command.startsWith("record")) {
      args.add("--out=" + directory.resolve("recording.jsonl"));
    }
    return CommandRun.of(args.toArray(String[]::new));
  }
}
