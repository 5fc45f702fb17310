package dev.oncegate.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oncegate.testkit.Await;
import dev.oncegate.testkit.EmbeddedBroker;
import dev.oncegate.testkit.EmbeddedDatabase;
import dev.oncegate.testkit.ServiceProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.flywaydb.core.Flyway;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One update that leads to 150,000 events, while the comparator makes all of them again. */
@Command(
    name = "fan-out",
    mixinStandardHelpOptions = true,
    description = {
      "One update fans out to 150,000 events, while both flows are compared for all updates, in a",
      "small heap: a comparator that kept the events of both flows took the hosts down here. Once",
      "without the comparator and once with it: each event must arrive once, and no difference, no",
      "fault and no update that was not compared may be counted."
    })
public final class FanOutDrill implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Pattern COLLECTED = Pattern.compile("->(\\d+)M\\(");

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "150000",
      description = "To how many events the update leads; by default ${DEFAULT-VALUE}.")
  private int events;

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      defaultValue = "256m",
      description = "The service's heap; by default ${DEFAULT-VALUE}.")
  private String heap = "";

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private final Path directory =
      Path.of(System.getProperty("oncegate.root", "."), "target", "drill");

  @Override
  public Integer call() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start();
        EmbeddedDatabase database = EmbeddedDatabase.start()) {
      configure(database);
      boolean without = stands("without the comparator", "0", broker, database);
      boolean with = stands("with the comparator", "100", broker, database);
      boolean stood = without && with;
      out.println(stood ? "The drill is stood." : "The drill is NOT stood.");
      return stood ? 0 : 1;
    }
  }

  private void configure(EmbeddedDatabase database) throws SQLException {
    Flyway.configure().dataSource(database.dataSource()).load().migrate();
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("insert into space values ('spa_drill', 'business')");
      statement.execute(
          "insert into destination (id, space_id, type, name, ids_per_event)"
              + " values ('dst_drill', 'spa_drill', 'webhook', 'drill', 'one')");
      statement.execute("insert into connection values ('aud_drill')");
      statement.execute("insert into connection_destination values ('aud_drill', 'dst_drill')");
      statement.execute(
          "insert into external_id select 'spa_drill', 'use_drill', 'email',"
              + " 'address-' || i || '@example.com', null from generate_series(1, "
              + events
              + ") i");
    }
  }

  private boolean stands(
      String name, String compare, EmbeddedBroker broker, EmbeddedDatabase database)
      throws Exception {
    Path collections = directory.resolve("gc-compare-" + compare + ".log");
    Files.createDirectories(directory);
    Files.deleteIfExists(collections);
    try (ServiceProcess service =
        ServiceProcess.start(
            broker,
            database,
            // So that it compares all of the update, however slow the machine is.
            Map.of("oncegate.rollout.compare-budget", "PT2M"),
            directory.resolve("service.log"),
            "-Xmx" + heap,
            "-XX:+ExitOnOutOfMemoryError",
            "-Xlog:gc:file=" + collections)) {
      service.awaitReady(LIMIT);
      compare(service, compare);
      String message = "drill-" + compare;
      long from = System.nanoTime();
      EventCount.Arrived arrived;
      try (var count = new EventCount(broker, message)) {
        send(broker, message);
        arrived = count.await(events, LIMIT);
      }
      String took = "%.1f s".formatted((System.nanoTime() - from) / 1e9);
      JsonNode compared = compared(service, compare.equals("0") ? 0 : 1);
      out.printf(
          "· %s: %,d events of one update, %,d of them different, in %s; heap %d MB at most behind"
              + " a collection, process %d MB%n",
          name,
          arrived.events(),
          arrived.different(),
          took,
          inUse(collections),
          megabytes(service));
      out.printf(
          "  compared: %s same, %s different, %s shed, %s failed%n",
          compared.path("same"),
          compared.path("different"),
          compared.path("shed"),
          compared.path("failed"));
      return arrived.events() == events
          && arrived.different() == events
          && compared.path("different").asLong() == 0
          && compared.path("shed").asLong() == 0
          && compared.path("failed").asLong() == 0;
    }
  }

  private static void compare(ServiceProcess service, String percentage) throws Exception {
    service.put(
        "/api/flags/compare", "{\"value\": \"%s\", \"reason\": \"a drill\"}".formatted(percentage));
    Await.until(
        "it compares " + percentage + " %",
        LIMIT,
        () ->
            service
                .get("/api/flags")
                .body()
                .contains("\"value\":\"%1$s\",\"inForce\":\"%1$s\"".formatted(percentage)));
  }

  private static void send(EmbeddedBroker broker, String message) throws Exception {
    try (var producer =
        new KafkaProducer<String, String>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      String update =
          """
          {"messageId": "%s", "spaceId": "spa_drill", "profileId": "use_drill", "value": true,
           "trigger": {"reason": "value_changed"},
           "computation": {"id": "aud_drill", "key": "drill", "name": "Drill", "type": "audience"},
           "computedAt": "2026-11-22T10:00:00Z"}"""
              .formatted(message);
      producer.send(new ProducerRecord<>("compute-output", "use_drill", update)).get();
    }
  }

  /** What the comparator has counted, once it has counted so many updates. */
  private static JsonNode compared(ServiceProcess service, int updates) throws Exception {
    Await.until("the update is compared", LIMIT, () -> updatesOf(comparator(service)) >= updates);
    return comparator(service);
  }

  private static JsonNode comparator(ServiceProcess service)
      throws IOException, InterruptedException {
    return JSON.readTree(service.get("/api/comparator").body());
  }

  private static long updatesOf(JsonNode compared) {
    return compared.path("same").asLong()
        + compared.path("different").asLong()
        + compared.path("shed").asLong()
        + compared.path("failed").asLong();
  }

  /** How many megabytes are in use behind a collection, at most. */
  private static long inUse(Path collections) throws IOException {
    long most = 0;
    Matcher collected = COLLECTED.matcher(Files.readString(collections));
    while (collected.find()) {
      most = Math.max(most, Long.parseLong(collected.group(1)));
    }
    return most;
  }

  private static long megabytes(ServiceProcess service) throws IOException {
    return service.memory("VmHWM") / (1024 * 1024);
  }
}
