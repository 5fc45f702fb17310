package dev.oncegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import dev.oncegate.testkit.Await;
import dev.oncegate.testkit.EmbeddedBroker;
import dev.oncegate.testkit.ServiceProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordIT {
  private static final long NOON = Instant.parse("2026-01-01T12:00:00Z").toEpochMilli();
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<EmbeddedBroker> STARTED = new ArrayList<>(1);

  @TempDir private Path directory;

  @BeforeAll
  static void start() throws Exception {
    STARTED.add(EmbeddedBroker.start());
    try (var admin = Admin.create(Map.of("bootstrap.servers", servers()))) {
      admin
          .createTopics(
              List.of("messages", "few", "odd", "open", "growing", "empty").stream()
                  .map(it -> new NewTopic(it, 3, (short) 1).configs(Map.of("retention.ms", "-1")))
                  .toList())
          .all()
          .get();
    }
    // Of three partitions, one is a second behind the other, offset by offset.
    try (var producer = producer()) {
      for (int i = 0; i < 1_000; i++) {
        for (int partition = 0; partition < 3; partition++) {
          send(producer, "messages", partition, NOON + 3_000L * i + 1_000L * partition, json(i));
        }
      }
      for (int i = 0; i < 4; i++) {
        send(producer, "few", i % 2, NOON + i, json(i));
      }
    }
  }

  @AfterAll
  static void stop() {
    STARTED.removeFirst().close();
  }

  @Test
  void aTopicIsRecordedInTheOrderOfTimeAndOfEachPartitionsOffsets() throws Exception {
    Path file = directory.resolve("a.jsonl");
    CommandRun run = record("messages", file);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("3,000 messages in ").contains(" of messages to " + file);
    List<String> lines = Files.readAllLines(file);
    assertThat(lines.get(4))
        .isEqualTo(
            "{\"topic\":\"messages\",\"partition\":1,\"offset\":1,\"timestamp\":"
                + (NOON + 4_000)
                + ",\"key\":\"use_1\",\"value\":{\"number\":1}}");
    assertThat(lines)
        .hasSize(3_000)
        .isEqualTo(
            IntStream.range(0, 3_000)
                .mapToObj(
                    i ->
                        "{\"topic\":\"messages\",\"partition\":%d,\"offset\":%d,\"timestamp\":%d,\"key\":\"use_%d\",\"value\":{\"number\":%d}}"
                            .formatted(i % 3, i / 3, NOON + 1_000L * i, i / 3, i / 3))
                .toList());
  }

  @Test
  void theSecondTimeItIsTheSame() throws Exception {
    record("messages", directory.resolve("a.jsonl"));
    record("messages", directory.resolve("b.jsonl.zst"));
    assertThat(decompressed(directory.resolve("b.jsonl.zst")))
        .isEqualTo(Files.readString(directory.resolve("a.jsonl")));
  }

  @Test
  void aPartIsRecordedByOffsetsTimesAndNumber() throws Exception {
    Path file = directory.resolve("a.jsonl");
    record("messages", file, "--from-offsets", "0:999,1:998,2:1000");
    assertThat(places(file)).containsExactly("1:998", "0:999", "1:999");
    Path second = directory.resolve("b.jsonl");
    record(
        "messages",
        second,
        "--from-time",
        Instant.ofEpochMilli(NOON + 3_001).toString(),
        "--until-time",
        Instant.ofEpochMilli(NOON + 7_000).atOffset(ZoneOffset.ofHours(2)).toString());
    assertThat(places(second)).containsExactly("1:1", "2:1", "0:2");
    Path third = directory.resolve("c.jsonl");
    record("messages", third, "--limit", "2");
    assertThat(places(third)).containsExactly("0:0", "1:0");
    Path fourth = directory.resolve("d.jsonl");
    record("few", fourth, "--from-offsets", "1:1");
    assertThat(places(fourth)).containsExactly("0:0", "0:1", "1:1");
  }

  @Test
  void anEmptyTopicIsRecordedToAnEmptyFile() throws Exception {
    Path file = directory.resolve("a.jsonl");
    CommandRun run = record("empty", file);
    assertThat(run.exitCode()).isZero();
    assertThat(file).isEmptyFile();
  }

  @Test
  void whatWasRolledBackIsNotRecordedAndWhatIsOddIsRecordedAsItIs() throws Exception {
    var settings = Map.<String, Object>of("transactional.id", "odd");
    try (var producer = producer(settings)) {
      producer.initTransactions();
      producer.beginTransaction();
      var _ = producer.send(new ProducerRecord<>("odd", 0, NOON, bytes("k"), bytes("rolled back")));
      producer.flush();
      producer.abortTransaction();
      producer.beginTransaction();
      var odd =
          new ProducerRecord<byte[], byte[]>("odd", 0, NOON, null, new byte[] {(byte) 0xFF, 0});
      odd.headers().add("oncegate-reason", bytes("malformed"));
      var _ = producer.send(odd);
      var _ =
          producer.send(
              new ProducerRecord<byte[], byte[]>("odd", 0, (Long) NOON, bytes("k"), null));
      producer.commitTransaction();
    }
    Path file = directory.resolve("a.jsonl");
    record("odd", file);
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "{\"topic\":\"odd\",\"partition\":0,\"offset\":2,\"timestamp\":"
                + NOON
                + ",\"key\":null,\"valueBase64\":\"/wA=\",\"headers\":[{\"key\":\"oncegate-reason\",\"value\":\"malformed\"}]}",
            "{\"topic\":\"odd\",\"partition\":0,\"offset\":3,\"timestamp\":"
                + NOON
                + ",\"key\":\"k\",\"value\":null}");
  }

  @Test
  void aTornRecordingIsResumedAsIfItHadNeverEnded() throws Exception {
    Path whole = directory.resolve("whole.jsonl");
    record("messages", whole);
    byte[] lines = Files.readAllBytes(whole);
    for (int length : new int[] {0, 40, lines.length / 2, lines.length - 1, lines.length}) {
      byte[] part = Arrays.copyOf(lines, length);
      Path file = directory.resolve("torn" + length + ".jsonl");
      Files.write(file, part);
      assertThat(record("messages", file, "--resume").exitCode()).isZero();
      assertThat(file).hasSameBinaryContentAs(whole);
      Path compressed = directory.resolve("torn" + length + ".jsonl.zst");
      byte[] zst = Zstd.compress(lines);
      Files.write(
          compressed, Arrays.copyOf(zst, (int) ((long) zst.length * length / lines.length)));
      assertThat(record("messages", compressed, "--resume").exitCode()).isZero();
      assertThat(decompressed(compressed)).isEqualTo(Files.readString(whole));
      // And again, although there is nothing more to come.
      assertThat(record("messages", compressed, "--resume").exitCode()).isZero();
      assertThat(decompressed(compressed)).isEqualTo(Files.readString(whole));
    }
  }

  @Test
  void aRecordingInPartsIsAsOneInOne() throws Exception {
    Path whole = directory.resolve("whole.jsonl");
    record("messages", whole);
    Path parts = directory.resolve("parts.jsonl.zst");
    for (int i = 0; i < 4; i++) {
      record("messages", parts, "--resume", "--limit", "777");
    }
    assertThat(decompressed(parts)).isEqualTo(Files.readString(whole));
  }

  @Test
  void anExistingFileIsRefusedWithoutResumeAndOneOfSomethingElseWithItToo() throws Exception {
    Path file = Files.writeString(directory.resolve("a.jsonl"), "precious\n");
    assertThat(record("few", file))
        .isEqualTo(
            refused(
                file
                    + ": is there already; --resume goes on with it, otherwise remove it or name"
                    + " another"));
    assertThat(record("few", file, "--resume"))
        .isEqualTo(refused(file + ":1: is no recorded message, so that it cannot be resumed"));
    Path other = directory.resolve("b.jsonl");
    record("few", other);
    assertThat(record("messages", other, "--resume"))
        .isEqualTo(refused(other + ":1: is of the topic few, not messages"));
    assertThat(file).hasContent("precious\n");
  }

  @Test
  void whatIsNotThereIsSaidInASentence() {
    Path file = directory.resolve("a.jsonl");
    assertThat(record("none", file)).isEqualTo(refused("there is no topic none on " + servers()));
    assertThat(record("no topic", file)).isEqualTo(refused("no topic can have the name no topic"));
    assertThat(record("few", file, "--from-offsets", "3:0"))
        .isEqualTo(refused("few has no partition 3"));
    assertThat(record("few", file, "--from-offsets", "0:3"))
        .isEqualTo(refused("few-0 ends at offset 2, before 3"));
    assertThat(record("few", directory.resolve("none/a")))
        .isEqualTo(
            refused(
                directory.resolve("none/a") + ": cannot be written: there is no such directory"));
    CommandRun wrong = record("few", file, "--from-offsets", "0");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("'0' is not of the form 0:12,1:40");
    assertThat(file).doesNotExist();
  }

  @Test
  void aBrokerThatIsNotThereIsSaidInASentence() {
    String nowhere = "127.0.0.1:" + ServiceProcess.freePort();
    assertThat(
            CommandRun.of(
                "record",
                "--topic",
                "few",
                "--out",
                directory.resolve("a").toString(),
                "--bootstrap-servers",
                nowhere))
        .isEqualTo(refused("Kafka at " + nowhere + " does not answer"));
  }

  @Test
  void aRedactedRecordingHasPseudonymsThatTheKeyMakesAgain() throws Exception {
    try (var producer = producer()) {
      send(
          producer, "open", 0, NOON, "{\"externalIds\":[{\"type\":\"email\",\"id\":\"a@x.com\"}]}");
    }
    Path key = Files.writeString(directory.resolve("key"), "0123456789abcdef");
    record("open", directory.resolve("a"), "--redact", "--redact-key-file", key.toString());
    record("open", directory.resolve("b"), "--redact", "--redact-key-file", key.toString());
    CommandRun run = record("open", directory.resolve("c"), "--redact");
    assertThat(run.err()).contains("The key of the pseudonyms was made up");
    assertThat(directory.resolve("a"))
        .hasSameTextualContentAs(directory.resolve("b"))
        .content()
        .contains("@redacted.invalid")
        .doesNotContain("a@x.com")
        .isNotEqualTo(Files.readString(directory.resolve("c")));
    assertThat(record("open", directory.resolve("c"), "--redact", "--resume"))
        .isEqualTo(
            refused(
                "--resume --redact needs the --redact-key-file that the recording was begun with"));
    Files.writeString(key, "short");
    assertThat(
            record("open", directory.resolve("d"), "--redact", "--redact-key-file", key.toString()))
        .isEqualTo(refused(key + ": a key has at least 16 bytes, not 5"));
  }

  @Test
  void aFollowedTopicIsRecordedUntilSigtermAndTheFileIsWhole() throws Exception {
    Path file = directory.resolve("a.jsonl.zst");
    Path log = directory.resolve("log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.oncegate.cli.Main",
                "record",
                "--topic",
                "growing",
                "--out",
                file.toString(),
                "--follow",
                "--bootstrap-servers",
                servers())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try (var producer = producer()) {
      send(producer, "growing", 0, NOON, json(1));
      Await.until("the first line is there", LIMIT, () -> lines(file) == 1);
      send(producer, "growing", 1, NOON, json(2));
      Await.until("the second line is there", LIMIT, () -> lines(file) == 2);
      process.destroy();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(Files.readString(log)).matches("2 messages in .* of growing to .*\\s*");
      assertThat(decompressed(file).lines()).hasSize(2);
      send(producer, "growing", 2, NOON, json(3));
      record("growing", file, "--resume");
      assertThat(decompressed(file).lines()).hasSize(3);
    } finally {
      process.destroyForcibly();
    }
  }

  private static long lines(Path file) {
    if (!Files.exists(file)) {
      return 0;
    }
    var text = new StringBuilder();
    try (var in = new ZstdInputStream(Files.newInputStream(file)).setContinuous(true)) {
      text.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return -1;
    }
    return text.toString().lines().count();
  }

  private static String decompressed(Path file) throws IOException {
    try (var in = new ZstdInputStream(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> places(Path file) throws IOException {
    var places = new ArrayList<String>();
    for (String line : Files.readAllLines(file)) {
      JsonNode message = JSON.readTree(line);
      places.add(message.get("partition") + ":" + message.get("offset"));
    }
    return places;
  }

  private static CommandRun record(String topic, Path file, String... more) {
    var args = new ArrayList<>(List.of("record", "--topic", topic, "--out", file.toString()));
    args.addAll(List.of("--bootstrap-servers", servers()));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private static CommandRun refused(String sentence) {
    return new CommandRun(2, "", sentence + System.lineSeparator());
  }

  private static String servers() {
    return STARTED.getFirst().bootstrapServers();
  }

  private static KafkaProducer<byte[], byte[]> producer() {
    return producer(Map.of());
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
    var config = new HashMap<>(settings);
    config.put("bootstrap.servers", servers());
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer,
      String topic,
      int partition,
      long timestamp,
      String value) {
    String key = value.replaceAll("\\D", "");
    byte[] bytes = bytes("use_" + key);
    var _ = producer.send(new ProducerRecord<>(topic, partition, timestamp, bytes, bytes(value)));
    producer.flush();
  }

  private static String json(int number) {
    return "{\"number\":" + number + "}";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
