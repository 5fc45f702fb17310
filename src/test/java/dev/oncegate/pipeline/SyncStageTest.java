package dev.oncegate.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncegate.codec.MessageHeader;
import dev.oncegate.codec.MessageOrigin;
import dev.oncegate.codec.TopicMessage;
import dev.oncegate.core.DependencyUnavailableException;
import dev.oncegate.core.TreeOfTheDesign;
import dev.oncegate.core.decide.Route;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.core.update.RecordPosition;
import dev.oncegate.core.update.Resend;
import dev.oncegate.core.update.Space;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The sync stage with everything around it in memory. */
class SyncStageTest {
  private static final UUID TOPIC = new UUID(1, 1);
  private static final TopicNames NAMES =
      new TopicNames("computed", "in", "slow", "events", "log", "parked", "handled", "published");
  private static final Integrations INTEGRATIONS =
      new Integrations(
          List.of(new Space("spa_1", "business")),
          List.of(
              new Destination(
                  "dst_1",
                  "spa_1",
                  "webhook",
                  "dst_1",
                  true,
                  Set.of("email"),
                  Destination.Call.TRACK,
                  Destination.IdsPerEvent.ALL,
                  Destination.DedupeScope.PROFILE,
                  new Resend.Never())),
          List.of(new Integrations.Connection("aud_1", List.of("dst_1"))));

  private final InMemoryLedger ledger = new InMemoryLedger();
  private final InMemoryHolds holds = new InMemoryHolds();
  private int largestMessage = 1_000_000;

  @Test
  void aMessageIsSentOnceAndTheNextTimeIsDropped() {
    assertThat(topicsOf(process(update(5, "use_1"), update(6, "use_1"))))
        .containsExactly("events", "log", "log");
  }

  @Test
  void aBatchIsDecidedAgainAsOftenAsProfilesBecameOneMeanwhile() {
    ledger.merges(2);
    assertThat(topicsOf(process(update(5, "use_1")))).containsExactly("events", "log");
    assertThat(ledger.asked("message-5")).isEqualTo(3);
  }

  @Test
  void theSameBatchAgainGivesTheSame() {
    List<OutputMessage> first = process(update(5, "use_1"), update(6, "use_1"));
    assertThat(topicsOf(process(update(5, "use_1"), update(6, "use_1"))))
        .isEqualTo(topicsOf(first));
  }

  @Test
  void whatIsReadAgainSendsNothingToADestinationThatDedupes() {
    assertThat(topicsOf(process(readAgain(update(5, "use_1"))))).containsExactly("log");
  }

  @Test
  void aMessageThatFailsIsParkedAndLeavesNothingInTheLedger() {
    ledger.failing().add("message-5");
    InputMessage failing = failing(update(5, "use_1"));
    assertThat(topicsOf(process(failing, update(6, "use_1"))))
        .containsExactly("parked", "events", "log");
  }

  @Test
  void anotherMessageThatFailsBesideOneThatIsParkedIsNotHidden() {
    ledger.failing().add("message-6");
    InputMessage parked = failing(update(5, "use_1"));
    assertThatThrownBy(() -> process(parked, update(6, "use_1")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aLedgerThatIsAwayIsAskedOnce() {
    ledger.away(true);
    assertThatThrownBy(() -> process(failing(update(5, "use_1")), update(6, "use_1")))
        .isInstanceOf(DependencyUnavailableException.class);
    assertThat(ledger.asked("message-6")).isEqualTo(1);
  }

  @Test
  void anUpdateWhoseEventWouldBeTooLargeIsParkedBeforeTheLedgerHearsOfIt() {
    largestMessage = 600;
    List<OutputMessage> written = process(update(5, "use_1".repeat(40)));
    assertThat(topicsOf(written)).containsExactly("parked");
    assertThat(MessageHeaders.text(written.getFirst().headers(), MessageHeaders.REASON))
        .isEqualTo(ParkReason.TOO_LARGE);
    largestMessage = 1_000_000;
    assertThat(topicsOf(process(update(6, "use_1".repeat(40))))).containsExactly("events", "log");
  }

  @Test
  void aProfileThatIsHeldIsForwardedWithItsPartitionAndWhereItCameFrom() {
    holds.hold(
        TOPIC, List.of(new ProfileHold(0, new ProfileHold.HeldProfile("spa_1", "use_1"), 3, 3)));
    List<OutputMessage> written = process(update(5, "use_1"), update(6, "use_2"));
    assertThat(topicsOf(written)).containsExactly("slow", "events", "log");
    OutputMessage forwarded = written.getFirst();
    assertThat(forwarded.partition()).isZero();
    assertThat(MessageHeaders.text(forwarded.headers(), MessageHeaders.TOPIC)).isEqualTo("in");
    assertThat(MessageHeaders.text(forwarded.headers(), MessageHeaders.OFFSET)).isEqualTo("5");
  }

  @Test
  void aRetryIsDecidedOnlyForTheDestinationsItNames() {
    InputMessage elsewhere =
        with(update(5, "use_1"), MessageHeaders.header(MessageHeaders.DESTINATIONS, "dst_2"));
    assertThat(process(elsewhere)).isEmpty();
  }

  @Test
  void whatCannotBeReadIsParkedWithTheFieldThatIsWrong() {
    List<OutputMessage> written = process(message(5, "{\"messageId\": 7}"), message(6, null));
    assertThat(topicsOf(written)).containsExactly("parked", "parked");
    assertThat(MessageHeaders.text(written.get(1).headers(), MessageHeaders.REASON))
        .isEqualTo(ParkReason.NO_VALUE);
  }

  private List<OutputMessage> process(InputMessage... messages) {
    var topics =
        new OutputTopics() {
          @Override
          public TopicNames names() {
            return NAMES;
          }

          @Override
          public int largestMessage(String topic) {
            return topic.equals(NAMES.syncParked()) ? 1_000_000 : largestMessage;
          }

          @Override
          public int largestMessageOfAll() {
            return largestMessage;
          }

          @Override
          public void make(Route route) {}
        };
    SyncStage stage =
        SyncStage.of(
            new SyncStage.Parts(
                () -> INTEGRATIONS,
                () -> InMemoryFlows.DEDUPE,
                TreeOfTheDesign::new,
                ledger,
                holds,
                topics,
                new StageMeters(new SimpleMeterRegistry()),
                StepProbe.NONE,
                100,
                Object::toString,
                true,
                FlowComparator.NONE));
    var written = new ArrayList<OutputMessage>();
    PreparedBatch prepared =
        stage.prepare(
            new MessageBatch() {
              @Override
              public List<InputMessage> messages() {
                return List.of(messages);
              }

              @Override
              public long publishedUpTo(int partition) {
                return 0;
              }

              @Override
              public void confirmTopic() {}
            });
    prepared.writeTo(written::add);
    prepared.published();
    return written;
  }

  private static List<String> topicsOf(List<OutputMessage> messages) {
    return messages.stream().map(OutputMessage::topic).toList();
  }

  private static InputMessage update(long offset, String profile) {
    return message(
        offset,
        """
        {"messageId": "message-%d", "spaceId": "spa_1", "profileId": "%s", "value": true,
         "trigger": {"reason": "value_changed"},
         "externalIds": [{"type": "email", "id": "a@x.com"}],
         "computation": {"id": "aud_1", "key": "k", "name": "n", "type": "audience"},
         "computedAt": "2026-11-22T10:00:00Z"}"""
            .formatted(offset, profile));
  }

  private static InputMessage message(long offset, @Nullable String value) {
    byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
    var message = new TopicMessage(new MessageOrigin("in", 0, offset, 7), null, bytes, List.of());
    return new InputMessage(message, new RecordPosition(TOPIC, 0, offset), false, null);
  }

  private static InputMessage readAgain(InputMessage it) {
    return new InputMessage(it.message(), it.position(), true, null);
  }

  private static InputMessage failing(InputMessage it) {
    return new InputMessage(it.message(), it.position(), false, ParkReason.failed("it fails"));
  }

  private static InputMessage with(InputMessage it, MessageHeader header) {
    TopicMessage message = it.message();
    return new InputMessage(
        new TopicMessage(message.origin(), message.key(), message.value(), List.of(header)),
        it.position(),
        false,
        null);
  }
}
