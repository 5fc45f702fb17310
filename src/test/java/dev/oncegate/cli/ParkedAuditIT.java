package dev.oncegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.testkit.EmbeddedBroker;
import dev.oncegate.testkit.MigratedDatabase;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Parked updates that a command handles are entries of the audit. */
@NullUnmarked
class ParkedAuditIT {
  private static EmbeddedBroker broker;
  private static MigratedDatabase database;

  @BeforeAll
  static void park() throws Exception {
    broker = EmbeddedBroker.start();
    database = MigratedDatabase.start();
    Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (var admin = Admin.create(client);
        var producer =
            new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
      admin.createTopics(List.of(new NewTopic("sync-parked", 1, (short) 1))).all().get();
      producer.send(new ProducerRecord<>("sync-parked", 0, "use_1", "{}")).get();
    }
  }

  @AfterAll
  static void stop() {
    broker.close();
    database.close();
  }

  @Test
  void whatIsHandledIsOneEntryAndWhatIsNotIsNone() {
    String url = database.server().jdbcUrl() + "?user=postgres&password=postgres";
    assertThat(parked(url, "discard", "0:7").exitCode()).isEqualTo(1);
    assertThat(parked("jdbc:postgresql://127.0.0.1:1/none", "discard", "0:0").exitCode())
        .isEqualTo(2);
    assertThat(database.number("select count(*) from audit")).isZero();

    assertThat(parked(url, "discard", "0:0", "--reason=spam").exitCode()).isZero();
    // Handled before.
    assertThat(parked(url, "discard", "0:0").exitCode()).isEqualTo(1);
    assertThat(
            database.number(
                "select count(*) from audit where source = 'command' and action = 'discard'"
                    + " and object_kind = 'parked' and object_id = '0:0' and reason = 'spam'"))
        .isEqualTo(1);
    assertThat(database.number("select count(*) from audit")).isEqualTo(1);
  }

  private static CommandRun parked(String url, String... call) {
    String[] all = new String[call.length + 3];
    all[0] = "parked";
    all[1] = "--bootstrap-servers=" + broker.bootstrapServers();
    all[2] = "--jdbc-url=" + url;
    System.arraycopy(call, 0, all, 3, call.length);
    return CommandRun.of(all);
  }
}
