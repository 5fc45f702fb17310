package dev.oncegate.replay;

import static dev.oncegate.core.Samples.connected;
import static dev.oncegate.core.Samples.destination;
import static dev.oncegate.core.Samples.id;
import static dev.oncegate.core.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.Gate;
import dev.oncegate.core.Outcome;
import dev.oncegate.core.Samples;
import dev.oncegate.core.SyncGate;
import dev.oncegate.core.TreeOfTheDesign;
import dev.oncegate.core.update.Connected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots of a ledger that was written when addresses were compared otherwise. */
class FormerAddressesTest {
  private static final Connected CONNECTED =
      connected(destination("dst_1").dedupesOn("email", "phone").oncePerAddress().made());

  @TempDir private Path directory;
  private InMemoryHistory history;

  @BeforeEach
  void nothingWasSent() {
    history = new InMemoryHistory();
  }

  @Test
  void anAddressOfThenIsFoundAsItWasCalled() throws Exception {
    load(
        sent("email", "ann@x.com\\u00a0", ""),
        sent("phone", "16505550100", ""),
        sent("phone", "+4915550001", ""));
    assertThat(decide("use_2", "email", "ann@x.com\u00a0")).isEqualTo("DROP already_sent");
    assertThat(decide("use_2", "phone", "(+1) 650 555 0100")).isEqualTo("DROP already_sent");
    assertThat(decide("use_2", "phone", "0049 155 50001")).isEqualTo("DROP already_sent");
    assertThat(decide("use_3", "phone", "49 155 50001")).startsWith("SEND");
  }

  @Test
  void whatStoodForManyCountsForWhoGotIt() throws Exception {
    load(sent("phone", "", ",\"writtenBy\":\"use_1\""));
    assertThat(decide("use_2", "phone", "unknown")).startsWith("SEND");
    assertThat(decide("use_1", "phone", "n/a")).isEqualTo("DROP already_sent");
  }

  @Test
  void anAddressOfNowIsNoneOfThen() throws Exception {
    load(sent("phone", "16505550100", ",\"addressRule\":2"));
    assertThat(decide("use_1", "phone", "1 650 555 0100")).isEqualTo("DROP already_sent");
    assertThat(decide("use_1", "phone", "(+1) 650 555 0100")).startsWith("SEND");
  }

  private void load(String... sends) throws IOException, InvalidRecordingException {
    var lines = new ArrayList<String>();
    lines.add("{\"ledger\":1}");
    lines.addAll(List.of(sends));
    lines.add("{\"end\":true,\"merges\":0,\"sends\":" + sends.length + "}");
    Path file = directory.resolve("ledger.jsonl");
    Files.write(file, lines);
    new LedgerSnapshot(file).loadInto(List.of(history));
  }

  private static String sent(String type, String address, String more) {
    return """
        {"spaceId":"spa_1","computationId":"aud_1","destinationId":"dst_1","addressType":"%s",\
        "address":"%s","value":"","computedAt":"2026-11-22T10:00:00.000Z","leftSince":false%s}"""
        .formatted(type, address, more);
  }

  private String decide(String profile, String type, String address) {
    Samples.UpdateOf update = update().profile(profile).withIds(id(type, address));
    Outcome outcome = SyncGate.process(update.made(), CONNECTED, history, new TreeOfTheDesign());
    history.remember(outcome.entries());
    return Gate.said(outcome.decisions().getFirst());
  }
}
