package dev.oncegate.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.event.OutboundEvent;
import dev.oncegate.core.group.IdHash;
import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.core.update.Trigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SyncGatePropertiesTest {

  @Property(tries = 300)
  void theOrderOfDestinationsNeverChangesTheGroups(
      @ForAll("updates") ProfileUpdate update,
      @ForAll("destinations") List<Destination> destinations,
      @ForAll Random random) {
    var shuffled = new ArrayList<>(destinations);
    Collections.shuffle(shuffled, random);
    Outcome inOrder = outcome(update, destinations, new HistoryInAMap());
    assertThat(outcome(update, shuffled, new HistoryInAMap())).isEqualTo(inOrder);
    assertThat(eventsOf(outcome(update, shuffled, new HistoryInAMap())))
        .isEqualTo(eventsOf(inOrder));
  }

  @Property(tries = 300)
  void theSameIdsAlwaysMakeTheSameHash(@ForAll("ids") List<ExternalId> ids, @ForAll Random random) {
    var shuffled = new ArrayList<>(ids);
    Collections.shuffle(shuffled, random);
    assertThat(IdHash.ofIds(ExternalId.distinct(shuffled)))
        .isEqualTo(IdHash.ofIds(ExternalId.distinct(ids)));
    assertThat(ExternalId.distinct(shuffled)).isEqualTo(ExternalId.distinct(ids));
  }

  @Property(tries = 300)
  void aBatchThatComesTwicePublishesOnceForDedupedDestinations(
      @ForAll("batches") List<ProfileUpdate> batch,
      @ForAll("destinations") List<Destination> destinations) {
    var history = new HistoryInAMap();
    var audiences =
        batch.stream().filter(update -> !update.computation().type().isTrait()).toList();
    dedupedSends(audiences, destinations, history);
    assertThat(dedupedSends(audiences, destinations, history)).isZero();
  }

  @Property(tries = 300)
  void aDestinationSeesAnIdOfAnUpdateAtMostOnceForEachUpdate(
      @ForAll("updates") ProfileUpdate update,
      @ForAll("destinations") List<Destination> destinations) {
    var seen = new ArrayList<String>();
    for (OutboundEvent event : eventsOf(outcome(update, destinations, new HistoryInAMap()))) {
      for (Destination destination : event.destinations()) {
        for (ExternalId id : event.ids()) {
          seen.add(destination.id() + " " + id.type() + " " + id.id());
        }
      }
    }
    assertThat(seen).doesNotHaveDuplicates();
  }

  private static int dedupedSends(
      List<ProfileUpdate> batch, List<Destination> destinations, HistoryInAMap history) {
    int sends = 0;
    for (ProfileUpdate update : batch) {
      Outcome outcome = outcome(update, destinations, history);
      history.remember(outcome.entries());
      for (var decision : outcome.decisions()) {
        if (decision.destination().isDeduped() && !decision.ids().isEmpty()) {
          sends++;
        }
      }
    }
    return sends;
  }

  private static Outcome outcome(
      ProfileUpdate update, List<Destination> destinations, SendHistory history) {
    return SyncGate.process(
        update, new Connected(Samples.SPACE, destinations), history, new TreeOfTheDesign());
  }

  private static List<OutboundEvent> eventsOf(Outcome outcome) {
    var events = new ArrayList<OutboundEvent>();
    outcome.forEachEvent(events::add);
    return events;
  }

  @Provide
  Arbitrary<List<ExternalId>> ids() {
    Arbitrary<String> types = Arbitraries.of("email", "phone", "user_id", "anonymous_id");
    Arbitrary<String> names =
        Arbitraries.of("a", "b", "aa", "\uFF61", "\uD83D\uDE00", "é", "a\uD83D\uDE00");
    Arbitrary<Instant> createdAt =
        Arbitraries.longs().between(0, 3).map(Instant::ofEpochMilli).injectNull(0.2);
    return Combinators.combine(types, names, createdAt).as(ExternalId::new).list().ofMaxSize(8);
  }

  @Provide
  Arbitrary<ProfileUpdate> updates() {
    Arbitrary<Trigger> triggers =
        Arbitraries.oneOf(
            Arbitraries.of(new Trigger.ValueChanged(), new Trigger.Unknown()),
            ids().map(Trigger.NewExternalId::new),
            Arbitraries.of(true, false)
                .map(member -> Samples.mergeOf(new Trigger.Merged("p0", member))));
    return Combinators.combine(
            Arbitraries.of("p0", "p1", "p2"),
            Arbitraries.of(Samples.BIG_SPENDERS, Samples.LIFETIME_VALUE),
            Arbitraries.of(true, true, false),
            triggers,
            ids())
        .as(
            (profile, computation, member, trigger, ids) ->
                Samples.update()
                    .profile(profile)
                    .of(computation)
                    .value(member)
                    .because(trigger)
                    .withIds(ids.toArray(ExternalId[]::new))
                    .made());
  }

  @Provide
  Arbitrary<List<ProfileUpdate>> batches() {
    return updates().list().ofMaxSize(12);
  }

  @Provide
  Arbitrary<List<Destination>> destinations() {
    return Arbitraries.integers()
        .between(0, 63)
        .list()
        .ofMaxSize(6)
        .map(
            kinds -> {
              var destinations = new ArrayList<Destination>();
              for (int kind : kinds) {
                destinations.add(destination("dst_" + destinations.size(), kind));
              }
              return destinations;
            });
  }

  private static Destination destination(String id, int kind) {
    var destination = Samples.destination(id).type((kind & 1) == 0 ? "bulk" : "webhook");
    destination = (kind & 2) == 0 ? destination : destination.identifies();
    destination = (kind & 4) == 0 ? destination : destination.oneIdPerEvent();
    destination = (kind & 8) == 0 ? destination : destination.oncePerAddress();
    return switch (kind >> 4) {
      case 0 -> destination.made();
      case 1 -> destination.dedupesOn("email").made();
      case 2 -> destination.dedupesOn("phone", "email").made();
      default -> destination.dedupesOn("user_id").made();
    };
  }
}
