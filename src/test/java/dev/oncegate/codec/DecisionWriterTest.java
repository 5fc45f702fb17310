package dev.oncegate.codec;

import static dev.oncegate.core.Samples.destination;
import static dev.oncegate.core.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.Gate;
import dev.oncegate.core.Outcome;
import dev.oncegate.core.Samples;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DecisionWriterTest {

  @Test
  void aSendNamesItsIdsReasonRouteRowAndRulebook() {
    assertThat(written(destination("dst_1").dedupesOn("email")))
        .isEqualTo(
            """
            {"messageId":"m-1","profileId":"use_1","destinationId":"dst_1","action":"SEND",\
            "ids":[{"type":"email","id":"a@x.com"}],"reason":"entered","route":"default",\
            "row":"tree!entered","rulebook":"5d41402abc4b2a76","spaceId":"spa_1",\
            "computationId":"aud_1","rule":"entered"}""");
  }

  @Test
  void aDropHasNoIds() {
    assertThat(written(destination("dst_1").dedupesOn("phone")))
        .contains("\"action\":\"DROP\",\"ids\":[],\"reason\":\"no_relevant_id\"");
  }

  @Test
  void eachOfManyDecisionsNamesItsOwnUpdateAndRulebook() {
    Gate gate = new Gate(destination("dst_1"));
    Outcome first = gate.process(update());
    var another =
        new Outcome(first.flow(), first.update(), first.decisions(), first.groups(), "another");
    Outcome second = gate.process(update().profile("use_2"));
    for (int i = 0; i < 2; i++) {
      assertThat(written(first)).contains("\"profileId\":\"use_1\"", first.rulebook());
      assertThat(written(another)).contains("\"profileId\":\"use_1\"", "\"rulebook\":\"another\"");
      assertThat(written(second)).contains("\"profileId\":\"use_2\"", first.rulebook());
    }
  }

  private static String written(Samples.DestinationOf destination) {
    return written(new Gate(destination).process(update()));
  }

  private static String written(Outcome outcome) {
    return new String(
        DecisionWriter.write(outcome, outcome.decisions().getFirst()), StandardCharsets.UTF_8);
  }
}
