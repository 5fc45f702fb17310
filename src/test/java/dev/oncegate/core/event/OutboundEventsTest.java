package dev.oncegate.core.event;

import static dev.oncegate.core.Samples.destination;
import static dev.oncegate.core.Samples.id;
import static dev.oncegate.core.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.Gate;
import dev.oncegate.core.Outcome;
import dev.oncegate.core.Samples;
import dev.oncegate.core.update.Computation;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.Trigger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutboundEventsTest {

  @Test
  void destinationsWithTheSameIdsShareOneEvent() {
    List<OutboundEvent> events = events(destination("dst_2"), destination("dst_1"));
    assertThat(events).hasSize(1);
    assertThat(events.getFirst().destinations())
        .extracting(Destination::id)
        .containsExactly("dst_1", "dst_2");
  }

  @Test
  void anEventForAllCarriesTheWholeGroup() {
    assertThat(events(destination("dst_1")))
        .extracting(event -> Gate.said(event.ids()))
        .containsExactly("[email:a@x.com user_id:u-7]");
  }

  @Test
  void oneIdPerEventMakesAnEventForEachOfTheGroup() {
    assertThat(events(destination("dst_1").oneIdPerEvent()))
        .extracting(event -> Gate.said(event.ids()))
        .containsExactly("[email:a@x.com]", "[user_id:u-7]");
  }

  @Test
  void anEventForOneIdStillNamesItsGroupAndItsUser() {
    assertThat(events(destination("dst_1").oneIdPerEvent()))
        .allSatisfy(
            event -> {
              assertThat(event.idGroup()).isEqualTo("f52aa7a123c74155282f55efa7cc003b");
              assertThat(event.userId()).isEqualTo("u-7");
            });
  }

  @Test
  void aDestinationOnAnotherRouteGetsAnEventOfItsOwn() {
    assertThat(events(destination("dst_1"), destination("dst_2").type("bulk")))
        .extracting(event -> event.route().word())
        .containsExactly("default", "bulk");
  }

  @ParameterizedTest
  @CsvSource({
    "AUDIENCE,       true,  Audience Entered",
    "AUDIENCE,       false, Audience Exited",
    "JOURNEY,        true,  Audience Entered",
    "JOURNEY,        false, Audience Exited",
    "COMPUTED_TRAIT, true,  Trait Computed",
    "COMPUTED_TRAIT, false, Trait Computed",
    "SQL_TRAIT,      true,  Trait Computed"
  })
  void anEventIsNamedForWhatHappened(Computation.Type type, boolean value, String name) {
    assertThat(
            new Gate(destination("dst_1"))
                .events(update().of(new Computation("c", "k", type)).value(value)))
        .extracting(OutboundEvent::name)
        .containsExactly(name);
  }

  @Test
  void noValueIsAnExitToo() {
    assertThat(new Gate(destination("dst_1")).events(update().value((String) null)))
        .extracting(OutboundEvent::name)
        .containsExactly("Audience Exited");
  }

  @Test
  void theUserIsTheNewestUserIdOfTheGroup() {
    OutboundEvent event =
        eventFor(
            id("user_id", "z", "2026-01-01T00:00:00Z"),
            id("user_id", "a", "2026-01-02T00:00:00Z"),
            id("anonymous_id", "anon", "2026-01-03T00:00:00Z"));
    assertThat(event.userId()).isEqualTo("a");
    assertThat(event.anonymousId()).isNull();
  }

  @Test
  void aTieOfUserIdsGoesToTheOneThatSortsLast() {
    assertThat(
            eventFor(
                    id("user_id", "b", "2026-01-01T00:00:00Z"),
                    id("user_id", "a", "2026-01-01T01:00:00+01:00"))
                .userId())
        .isEqualTo("b");
    assertThat(eventFor(id("user_id", "b"), id("user_id", "a")).userId()).isEqualTo("b");
    assertThat(eventFor(id("user_id", "\uFF61"), id("user_id", "\uD83D\uDE00")).userId())
        .isEqualTo("\uD83D\uDE00");
  }

  @Test
  void withoutAUserIdTheNewestAnonymousIdIsNamed() {
    OutboundEvent event =
        eventFor(
            id("anonymous_id", "old", "2026-01-01T00:00:00Z"),
            id("anonymous_id", "new", "2026-01-02T00:00:00Z"),
            id("email", "a"));
    assertThat(event.userId()).isNull();
    assertThat(event.anonymousId()).isEqualTo("new");
  }

  @Test
  void aGroupWithNeitherNamesNobody() {
    OutboundEvent event = eventFor(id("email", "a"));
    assertThat(event.userId()).isNull();
    assertThat(event.anonymousId()).isNull();
  }

  @Test
  void aUserIdThatIsNotInTheGroupIsNotNamed() {
    OutboundEvent event = events(destination("dst_1").dedupesOn("email")).getFirst();
    assertThat(Gate.said(event.ids())).isEqualTo("[email:a@x.com]");
    assertThat(event.userId()).isNull();
  }

  @Test
  void theSameDecisionAlwaysMakesTheSameMessageIds() {
    assertThat(messageIds(everything())).isEqualTo(messageIds(everything()));
    assertThat(messageIds(everything())).allMatch(id -> id.matches("og-[0-9a-f]{32}"));
  }

  @Test
  void twoEventsNeverShareAMessageId() {
    var ids = new ArrayList<String>(messageIds(everything()));
    Gate gate = new Gate(destination("dst_1"));
    ids.addAll(messageIds(gate.process(update().messageId("m-2"))));
    ids.addAll(messageIds(gate.process(update().withIds(id("email", "b")))));
    assertThat(ids).hasSize(9).doesNotHaveDuplicates();
  }

  @Test
  void aMessageIdDoesNotDependOnWhoElseGetsTheEvent() {
    assertThat(events(destination("dst_1")).getFirst().messageId())
        .isEqualTo(events(destination("dst_1"), destination("dst_2")).getFirst().messageId());
  }

  @Test
  void asManyEventsAreMadeAsWereCounted() {
    Outcome outcome = everything();
    assertThat(outcome.eventCount()).isEqualTo(messageIds(outcome).size()).isEqualTo(7);
  }

  @Test
  void nothingIsMadeForAnUpdateThatIsDropped() {
    assertThat(
            new Gate(destination("dst_1").dedupesOn("email"))
                .events(update().because(new Trigger.Unknown())))
        .isEmpty();
  }

  private static Outcome everything() {
    return new Gate(
            destination("dst_1"),
            destination("dst_2").oneIdPerEvent(),
            destination("dst_3").identifies(),
            destination("dst_4").type("bulk"),
            destination("dst_5").dedupesOn("email"),
            destination("dst_6").dedupesOn("email").oneIdPerEvent())
        .process(update());
  }

  private static List<String> messageIds(Outcome outcome) {
    var ids = new ArrayList<String>();
    outcome.forEachEvent(event -> ids.add(event.messageId()));
    return ids;
  }

  private static OutboundEvent eventFor(ExternalId... ids) {
    return new Gate(destination("dst_1")).events(update().withIds(ids)).getFirst();
  }

  private static List<OutboundEvent> events(Samples.DestinationOf... destinations) {
    return new Gate(destinations).events(update());
  }
}
