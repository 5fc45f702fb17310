package dev.oncegate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class EmbeddedServersTest {

  @Test
  void aBrokerThatWasStoppedAndStartedStillHasItsTopics() throws Exception {
    try (var broker = EmbeddedBroker.start()) {
      try (var admin =
          Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
        admin.createTopics(List.of(new NewTopic("kept", 2, (short) 1))).all().get();
        broker.pause();
        broker.resume();
        assertThat(admin.listTopics().names().get()).contains("kept");
      }
    }
  }

  @Test
  void aDatabaseThatWasStoppedAndStartedStillHasItsRows() throws Exception {
    try (var database = EmbeddedDatabase.start()) {
      try (var connection = database.dataSource().getConnection();
          var statement = connection.createStatement()) {
        statement.execute("create table kept as select 42 as answer");
      }
      database.pause();
      database.resume();
      try (var connection = database.dataSource().getConnection();
          var statement = connection.createStatement();
          var rows = statement.executeQuery("select answer from kept")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(42);
      }
    }
  }
}
