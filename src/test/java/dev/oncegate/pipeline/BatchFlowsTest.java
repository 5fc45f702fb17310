package dev.oncegate.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.codec.MessageOrigin;
import dev.oncegate.codec.TopicMessage;
import dev.oncegate.core.Outcome;
import dev.oncegate.core.TreeOfTheDesign;
import dev.oncegate.core.decide.Route;
import dev.oncegate.core.decide.Rulebook;
import dev.oncegate.core.decide.Situation;
import dev.oncegate.core.event.Flow;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.core.update.RecordPosition;
import dev.oncegate.core.update.Resend;
import dev.oncegate.core.update.Space;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Which flow updates take, and what of it the ledger learns; with everything around in memory. */
class BatchFlowsTest {
  private static final UUID TOPIC = new UUID(1, 1);
  private static final TopicNames NAMES =
      new TopicNames("computed", "in", "slow", "events", "log", "parked", "handled", "published");
  private static final Integrations INTEGRATIONS =
      new Integrations(
          List.of(new Space("spa_1", "business")),
          List.of(destination("dst_all", Set.of()), destination("dst_deduped", Set.of("email"))),
          List.of(new Integrations.Connection("aud_1", List.of("dst_all", "dst_deduped"))));

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private SendLedger ledger = new InMemoryLedger();
  private Supplier<Rulebook> rulebook = TreeOfTheDesign::new;
  private Function<Situation, String> inWords = Object::toString;
  private BatchFlows flows = InMemoryFlows.DEDUPE;
  private FlowComparator comparator = FlowComparator.NONE;
  private long offset;

  @Test
  void underALegacyGateEverybodyGetsEveryUpdateInSharedEvents() {
    flows = InMemoryFlows.LEGACY;
    List<OutputMessage> written = process("use_1", "use_1");
    assertThat(topicsOf(written)).containsExactly("events", "events");
    assertThat(textOf(written.getFirst()))
        .contains("\"dst_all\":true,\"dst_deduped\":true", "\"flow\":\"legacy\"")
        .doesNotContain("rulebook");
  }

  @Test
  void oneBatchCanHaveUpdatesOfBothFlows() {
    flows = new InMemoryFlows(false, "use_2"::equals);
    List<OutputMessage> written = process("use_1", "use_2");
    assertThat(written)
        .filteredOn(it -> it.topic().equals("events"))
        .extracting(BatchFlowsTest::flowOf)
        .containsExactly("legacy", "dedupe", "dedupe");
    assertThat(updatesOf(Flow.LEGACY)).isEqualTo(1);
    assertThat(updatesOf(Flow.DEDUPE)).isEqualTo(1);
  }

  @Test
  void whatALegacyGateSentIsNotRepeatedWhenTheGateMoves() {
    flows = InMemoryFlows.LEGACY;
    process("use_1");
    flows = InMemoryFlows.DEDUPE;
    assertThat(destinationsOf(process("use_1", "use_2")))
        .containsExactlyInAnyOrder("dst_all", "dst_all", "dst_deduped");
  }

  @Test
  void aGateThatMovesUpAndDownAndUpAgainNeverHasTheDedupeFlowRepeatAMessage() {
    var sent = new TreeSet<String>();
    for (int percent : new int[] {0, 10, 50, 100, 50, 10, 0, 10, 50, 100}) {
      flows = new InMemoryFlows(false, profile -> placeOf(profile) < percent);
      // A half more of the profiles each time, so that some are new at every step.
      for (int i = 0; i < 100; i++) {
        String profile = "use_" + (i + percent / 2);
        for (OutputMessage event : process(profile)) {
          boolean toDeduped = textOf(event).contains("\"dst_deduped\":true");
          if (toDeduped && flowOf(event).equals("dedupe")) {
            assertThat(sent).as("sent before").doesNotContain(profile);
          }
          if (toDeduped) {
            sent.add(profile);
          }
        }
      }
    }
    assertThat(sent).hasSize(150);
  }

  private static int placeOf(String profile) {
    return Integer.parseInt(profile.substring("use_".length())) % 100;
  }

  @Test
  void theSameBatchAgainUnderALegacyGateGivesTheSame() {
    flows = InMemoryFlows.LEGACY;
    List<String> first = process("use_1", "use_1").stream().map(BatchFlowsTest::textOf).toList();
    offset = 0;
    assertThat(process("use_1", "use_1").stream().map(BatchFlowsTest::textOf)).isEqualTo(first);
    flows = InMemoryFlows.DEDUPE;
    assertThat(destinationsOf(process("use_1"))).containsExactly("dst_all");
  }

  @Test
  void withTheKillSwitchThrownNeitherRulesNorLedgerNorSituationsAreAskedFor() {
    ledger = new NoLedger();
    rulebook =
        () -> {
          throw new AssertionError("the rulebook is asked for");
        };
    inWords =
        situation -> {
          throw new AssertionError("a situation is made");
        };
    flows = InMemoryFlows.KILL_SWITCH;
    List<OutputMessage> written = process("use_1", "use_1", "use_2");
    assertThat(topicsOf(written)).containsExactly("events", "events", "events");
    assertThat(written).allSatisfy(it -> assertThat(flowOf(it)).isEqualTo("legacy"));
    assertThat(updatesOf(Flow.LEGACY)).isEqualTo(3);
    assertThat(meters.find("oncegate.decisions").counter()).isNull();
  }

  @Test
  void theComparatorSeesWhatWasPublishedAndNothingElse() {
    var seen = new ArrayList<String>();
    comparator = () -> (connected, outcome) -> seen.add(outcome.update().profileId() + of(outcome));
    flows = new InMemoryFlows(false, "use_2"::equals);
    process("use_1", "use_2");
    assertThat(seen).containsExactly("use_1 legacy", "use_2 dedupe");
  }

  private static String of(Outcome outcome) {
    return " " + outcome.flow().word();
  }

  private double updatesOf(Flow flow) {
    return meters.counter("oncegate.flow.updates", "flow", flow.word()).count();
  }

  private List<OutputMessage> process(String... profiles) {
    var messages = new ArrayList<InputMessage>();
    for (String profile : profiles) {
      messages.add(update(offset++, profile));
    }
    SyncStage stage =
        SyncStage.of(
            new SyncStage.Parts(
                () -> INTEGRATIONS,
                () -> flows,
                rulebook,
                ledger,
                new InMemoryHolds(),
                new Topics(),
                new StageMeters(meters),
                StepProbe.NONE,
                100,
                inWords,
                true,
                comparator));
    var written = new ArrayList<OutputMessage>();
    PreparedBatch prepared = stage.prepare(new Batch(messages));
    prepared.writeTo(written::add);
    prepared.published();
    return written;
  }

  private static List<String> topicsOf(List<OutputMessage> messages) {
    return messages.stream().map(OutputMessage::topic).toList();
  }

  private static List<String> destinationsOf(List<OutputMessage> messages) {
    var destinations = new ArrayList<String>();
    for (OutputMessage it : messages) {
      for (String id : List.of("dst_all", "dst_deduped")) {
        if (it.topic().equals("events") && textOf(it).contains("\"" + id + "\":true")) {
          destinations.add(id);
        }
      }
    }
    return destinations;
  }

  private static String textOf(OutputMessage message) {
    byte[] value = message.value();
    return value == null ? "" : new String(value, StandardCharsets.UTF_8);
  }

  private static String flowOf(OutputMessage event) {
    return textOf(event).replaceFirst(".*\"flow\":\"(\\w+)\".*", "$1");
  }

  private static Destination destination(String id, Set<String> dedupesOn) {
    return new Destination(
        id,
        "spa_1",
        "webhook",
        id,
        true,
        dedupesOn,
        Destination.Call.TRACK,
        Destination.IdsPerEvent.ALL,
        Destination.DedupeScope.PROFILE,
        new Resend.Never());
  }

  private static InputMessage update(long offset, String profile) {
    String value =
        """
        {"messageId": "message-%d", "spaceId": "spa_1", "profileId": "%s", "value": true,
         "trigger": {"reason": "value_changed"},
         "externalIds": [{"type": "email", "id": "a@x.com"}, {"type": "user_id", "id": "u-7"}],
         "computation": {"id": "aud_1", "key": "k", "name": "n", "type": "audience"},
         "computedAt": "2026-11-22T10:00:00Z"}"""
            .formatted(offset, profile);
    var message =
        new TopicMessage(
            new MessageOrigin("in", 0, offset, 7),
            null,
            value.getBytes(StandardCharsets.UTF_8),
            List.of());
    return new InputMessage(message, new RecordPosition(TOPIC, 0, offset), false, null);
  }

  private record Batch(List<InputMessage> messages) implements MessageBatch {
    @Override
    public long publishedUpTo(int partition) {
      return 0;
    }

    @Override
    public void confirmTopic() {}
  }

  private static final class Topics implements OutputTopics {
    @Override
    public TopicNames names() {
      return NAMES;
    }

    @Override
    public int largestMessage(String topic) {
      return 1_000_000;
    }

    @Override
    public int largestMessageOfAll() {
      return 1_000_000;
    }

    @Override
    public void make(Route route) {}
  }

  /** One that nobody may ask. */
  private static final class NoLedger implements SendLedger {
    @Override
    public LedgerBatch open(List<LedgerEntry> entries) {
      throw new AssertionError("the ledger is asked");
    }

    @Override
    public long publishedUpTo(UUID topicId, int partition) {
      throw new AssertionError("the ledger is asked");
    }

    @Override
    public void closeTopic(UUID topicId, int partition, long publishedUpTo, Instant since) {
      throw new AssertionError("the ledger is asked");
    }
  }
}
