package dev.oncegate.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncegate.core.update.Computation;
import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.core.update.Resend;
import dev.oncegate.core.update.Space;
import dev.oncegate.core.update.Trigger;
import dev.oncegate.core.update.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntegrationsFileTest {
  @TempDir private Path directory;

  @Test
  void aFileIsReadFieldByField() throws IOException {
    var connected =
        connected(
            """
            {"spaces": [{"id": "spa_1", "tier": "business"}],
             "destinations": [{"id": "dst_1", "spaceId": "spa_1", "type": "sendgrid",
               "name": "SendGrid", "enabled": true, "dedupesOn": ["email", "phone"],
               "call": "identify", "idsPerEvent": "one", "dedupeScope": "address",
               "resend": "on_reentry"}],
             "connections": [{"computationId": "aud_1", "destinationIds": ["dst_1"]}]}
            """);
    assertThat(connected)
        .isEqualTo(
            new Connected(
                new Space("spa_1", "business"),
                List.of(
                    new Destination(
                        "dst_1",
                        "spa_1",
                        "sendgrid",
                        "SendGrid",
                        true,
                        Set.of("email", "phone"),
                        Destination.Call.IDENTIFY,
                        Destination.IdsPerEvent.ONE,
                        Destination.DedupeScope.ADDRESS,
                        new Resend.OnReentry()))));
  }

  @Test
  void whatIsLeftOutHasItsDefault() throws IOException {
    var connected =
        connected(
            """
            {"destinations": [{"id": "dst_1", "spaceId": "spa_1", "type": "sendgrid"}],
             "connections": [{"computationId": "aud_1", "destinationIds": ["dst_1", "dst_gone"]}]}
            """);
    assertThat(connected)
        .isEqualTo(
            new Connected(
                new Space("spa_1", ""),
                List.of(
                    new Destination(
                        "dst_1",
                        "spa_1",
                        "sendgrid",
                        "dst_1",
                        true,
                        Set.of(),
                        Destination.Call.TRACK,
                        Destination.IdsPerEvent.ALL,
                        Destination.DedupeScope.PROFILE,
                        new Resend.Never()))));
  }

  @Test
  void aDisabledDestinationIsNotConnected() throws IOException {
    var connected =
        connected(
            """
            {"destinations": [{"id": "dst_1", "spaceId": "spa_1", "type": "x", "enabled": false}],
             "connections": [{"computationId": "aud_1", "destinationIds": ["dst_1"]}]}
            """);
    assertThat(connected.destinations()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'space': []}                        | space: unknown field; did you mean spaces?
          {'spaces': {}}                       | spaces: expected an array, found an object
          {'spaces': [{}]}                     | spaces[0].id: is missing
          {'spaces': [{'id': 'a'}, 7]}         | spaces[1]: expected an object, found a number
          {'spaces': [{'id': 'a'}, {'id': 'a'}]} | spaces[1].id: a is there twice
          {'destinations': [{'id': 'a', 'spaceId': 's', 'type': 't', 'call': 'Track'}]} | destinations[0].call: expected track or identify, found Track; did you mean track?
          {'destinations': [{'id': 'All', 'spaceId': 's', 'type': 't'}]} | destinations[0].id: All means every destination and cannot be the name of one
          {'destinations': [{'id': 'a', 'spaceId': 's', 'type': 't'}, {'id': 'a', 'spaceId': 's', 'type': 't'}]} | destinations[1].id: a is there twice
          {'destinations': [{'id': 'a', 'spaceId': 's', 'type': 't', 'resend': 'P1X'}]} | destinations[0].resend: expected never, on_reentry or an ISO-8601 period such as P30D, found P1X
          {'connections': [{'computationId': 'a', 'destinationIds': ['b', 1]}]} | connections[0].destinationIds[1]: expected a string, found a number
          {'connections': [{'computationId': 'a', 'destinationId': 'b'}]} | connections[0].destinationId: unknown field; did you mean destinationIds?
          []                                   | expected an object, found an array
          """)
  void aBadFileIsRefusedNamingFileAndField(String text, String message) throws IOException {
    Path file = write(text.replace('\'', '"'));
    assertThatThrownBy(() -> IntegrationsFile.read(file))
        .isInstanceOf(InvalidFileException.class)
        .message()
        .startsWith(file + ": " + message);
  }

  @Test
  void everythingThatIsWrongHasALine() throws IOException {
    Path file = write("{\"spaces\": [{}], \"connections\": 1}");
    assertThatThrownBy(() -> IntegrationsFile.read(file))
        .message()
        .hasLineCount(2)
        .contains("spaces[0].id", "connections");
  }

  @Test
  void aFileThatIsNotJsonOrNotThereIsRefused() throws IOException {
    Path file = write("{\"spaces\": [}");
    assertThatThrownBy(() -> IntegrationsFile.read(file))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageContaining("not JSON")
        .hasMessageContaining("line 1");
    assertThatThrownBy(() -> IntegrationsFile.read(directory.resolve("none.json")))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageContaining("there is no such file");
    assertThatThrownBy(() -> IntegrationsFile.read(directory))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageContaining("cannot be read");
  }

  private Connected connected(String text) throws IOException {
    Integrations integrations = IntegrationsFile.read(write(text));
    return integrations.connectedTo(
        new ProfileUpdate(
            "m",
            "spa_1",
            "use_1",
            new Computation("aud_1", "a", Computation.Type.AUDIENCE),
            new Value.Flag(true),
            new Trigger.ValueChanged(),
            Instant.ofEpochMilli(0),
            List.of(),
            List.of()));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("integrations.json"), text);
  }
}
