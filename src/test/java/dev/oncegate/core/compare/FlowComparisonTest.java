package dev.oncegate.core.compare;

import static dev.oncegate.core.Samples.destination;
import static dev.oncegate.core.Samples.id;
import static dev.oncegate.core.Samples.mergeOf;
import static dev.oncegate.core.Samples.newIds;
import static dev.oncegate.core.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.LegacyFlow;
import dev.oncegate.core.Outcome;
import dev.oncegate.core.Samples;
import dev.oncegate.core.SyncGate;
import dev.oncegate.core.TreeOfTheDesign;
import dev.oncegate.core.compare.FlowComparison.ComparisonResult;
import dev.oncegate.core.event.Flow;
import dev.oncegate.core.group.IdGroups;
import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.core.update.Trigger;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Both flows, and what is found when one of them has a defect. */
class FlowComparisonTest {
  private static final Destination ALL = destination("dst_all").made();
  private static final Destination ONE = destination("dst_one").oneIdPerEvent().made();
  private static final Destination DEDUPED = destination("dst_dedupes").dedupesOn("email").made();
  private static final Destination BULK = destination("dst_bulk").type("bulk").made();

  @Test
  void bothFlowsAreTheSameToWhoeverDoesNotDedupe() {
    ProfileUpdate update = update().made();
    assertThat(compare(dedupe(update, ALL, ONE, DEDUPED), legacy(update, ALL, ONE, DEDUPED)))
        .isEqualTo(new ComparisonResult.SameEvents(3));
  }

  @Test
  void aRouteIsTheRulebooksAndNoDifference() {
    ProfileUpdate update = update().made();
    assertThat(compare(dedupe(update, ALL, BULK), legacy(update, ALL, BULK)))
        .isEqualTo(new ComparisonResult.SameEvents(2));
  }

  @Test
  void anIdThatIsDroppedIsFoundAndNamed() {
    ProfileUpdate update = update().made();
    Outcome defect = legacyTo(update, List.of(ALL), update.externalIds().subList(0, 1));
    EventDifference difference = only(compare(dedupe(update, ALL), defect));
    assertThat(difference.destinationId()).isEqualTo("dst_all");
    assertThat(difference.fields()).containsExactly("userId", "idGroup", "externalIds");
    assertThat(idsOf(difference.one())).containsExactly("a@x.com", "u-7");
    assertThat(idsOf(difference.other())).containsExactly("a@x.com");
  }

  @Test
  void anEventThatIsDoubledIsFoundWithHowOftenItIsThere() {
    ProfileUpdate update = update().made();
    Outcome once = legacy(update, ONE);
    var twice = new ArrayList<>(once.groups());
    twice.addAll(once.groups());
    var result =
        (ComparisonResult.DifferentEvents)
            compare(dedupe(update, ONE), new Outcome(Flow.LEGACY, update, List.of(), twice, ""));
    assertThat(result.differences())
        .hasSize(2)
        .allSatisfy(
            difference -> {
              assertThat(difference.timesInOne()).isEqualTo(1);
              assertThat(difference.timesInOther()).isEqualTo(2);
              assertThat(difference.fields()).isEmpty();
            });
  }

  @Test
  void aFieldThatIsChangedIsFoundAndNamed() {
    ProfileUpdate update = update().made();
    Outcome other = legacy(update().value(false).made(), ALL);
    assertThat(only(compare(dedupe(update, ALL), other)).fields())
        .containsExactly("event", "value");
  }

  @Test
  void aSwapThatKeepsTheCountIsFound() {
    ProfileUpdate update = update().made();
    List<ExternalId> ids = update.externalIds();
    Destination other = destination("dst_other").made();
    Outcome straight = both(update, ids.subList(0, 1), ALL, ids.subList(1, 2), other);
    Outcome swapped = both(update, ids.subList(1, 2), ALL, ids.subList(0, 1), other);
    var result = (ComparisonResult.DifferentEvents) compare(straight, swapped);
    assertThat(result.differences())
        .extracting(EventDifference::destinationId)
        .containsExactlyInAnyOrder("dst_all", "dst_other");
  }

  @Test
  void anEventThatIsMissingIsFound() {
    ProfileUpdate update = update().made();
    EventDifference difference = only(compare(dedupe(update, ALL, BULK), legacy(update, ALL)));
    assertThat(difference.destinationId()).isEqualTo("dst_bulk");
    assertThat(difference.one()).isNotNull();
    assertThat(difference.other()).isNull();
  }

  @Test
  void theOneEventThatIsMissingAmong150000IsFound() {
    ProfileUpdate update = fanOut(150_000);
    Outcome whole = legacy(update, ONE);
    assertThat(compare(whole, dedupe(update, ONE)))
        .isEqualTo(new ComparisonResult.SameEvents(150_000));
    var extra = new ArrayList<>(whole.groups());
    extra.addAll(IdGroups.toEach(List.of(ONE), update.externalIds().subList(77_777, 77_778)));
    var more = new Outcome(Flow.LEGACY, update, List.of(), extra, "");
    EventDifference difference = only(compare(whole, more));
    assertThat(difference.one()).isNull();
    assertThat(idsOf(difference.other())).containsExactly("077777@x.com");
  }

  @Test
  void itKeepsNothingOfThe150000EventsThatItCompares() {
    ProfileUpdate update = fanOut(150_000);
    Outcome dedupe = dedupe(update, ONE);
    Outcome legacy = legacy(update, ONE);
    Outcome allDiffer = legacy(update().messageId("m-2").withIds(ids(150_000)).made(), ONE);
    var inUse = new LongSummaryStatistics();
    var asked = new AtomicInteger();
    var comparison =
        new FlowComparison(
            () -> {
              if (asked.getAndIncrement() % 1_000 == 0) {
                inUse.accept(bytesInUse());
              }
              return true;
            });
    long before = bytesInUse();
    assertThat(comparison.compare(dedupe, legacy)).isInstanceOf(ComparisonResult.SameEvents.class);
    assertThat(comparison.compare(dedupe, allDiffer))
        .isInstanceOf(ComparisonResult.DifferentEvents.class);
    assertThat(inUse.getCount()).isGreaterThan(5);
    assertThat(inUse.getMax() - before).isLessThan(5_000_000);
  }

  /** What is in use and reachable. */
  private static long bytesInUse() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  @Test
  void aHundredThousandMixedUpdatesDifferNowhere() {
    var random = new Random(24);
    Destination[] destinations = {
      ALL, ONE, DEDUPED, BULK, destination("dst_identifies").identifies().made()
    };
    var comparison = new FlowComparison(() -> true);
    long events = 0;
    for (int i = 0; i < 100_000; i++) {
      ProfileUpdate update = mixed(random, i);
      ComparisonResult result =
          comparison.compare(dedupe(update, destinations), legacy(update, destinations));
      assertThat(result).as("of %s", update).isInstanceOf(ComparisonResult.SameEvents.class);
      events += ((ComparisonResult.SameEvents) result).events();
    }
    assertThat(events).isGreaterThan(100_000);
  }

  private static ProfileUpdate mixed(Random random, int number) {
    var ids = new ExternalId[random.nextInt(6)];
    for (int i = 0; i < ids.length; i++) {
      String type = List.of("email", "Email", "user_id", "anonymous_id").get(random.nextInt(4));
      ids[i] = id(type, "id-" + random.nextInt(4));
    }
    Samples.UpdateOf update = update().messageId("m-" + number).withIds(ids);
    update = random.nextInt(4) == 0 ? update.of(Samples.LIFETIME_VALUE).value("gold") : update;
    update = random.nextInt(4) == 0 ? update.value((String) null) : update;
    return switch (random.nextInt(4)) {
      case 0 -> update.because(new Trigger.Unknown()).made();
      case 1 -> update.because(newIds(ids)).made();
      case 2 -> update.because(mergeOf(new Trigger.Merged("use_2", true))).made();
      default -> update.made();
    };
  }

  @Test
  void whereEverythingDiffersOnlyAFewAreNamed() {
    ProfileUpdate update = fanOut(5_000);
    Outcome other = legacy(update().messageId("m-2").withIds(ids(5_000)).made(), ONE);
    var result = (ComparisonResult.DifferentEvents) compare(legacy(update, ONE), other);
    assertThat(result.differences()).hasSize(DifferenceSearch.MOST_NAMED);
  }

  @Test
  void itStopsWhenItIsNotToGoOn() {
    ProfileUpdate update = fanOut(1_000);
    var made = new int[1];
    var comparison = new FlowComparison(() -> ++made[0] < 3);
    assertThat(comparison.compare(legacy(update, ONE), legacy(update, ONE)))
        .isEqualTo(new ComparisonResult.StoppedEarly());
  }

  private static List<String> idsOf(@Nullable ReceivedEvent event) {
    return event == null ? List.of() : event.ids().stream().map(ExternalId::id).toList();
  }

  private static ProfileUpdate fanOut(int ids) {
    return update().withIds(ids(ids)).made();
  }

  private static ExternalId[] ids(int count) {
    var ids = new ExternalId[count];
    for (int i = 0; i < count; i++) {
      ids[i] = id("email", "%06d@x.com".formatted(i));
    }
    return ids;
  }

  private static ComparisonResult compare(Outcome one, Outcome other) {
    return new FlowComparison(() -> true).compare(one, other);
  }

  private static EventDifference only(ComparisonResult result) {
    List<EventDifference> differences = ((ComparisonResult.DifferentEvents) result).differences();
    assertThat(differences).hasSize(1);
    return differences.getFirst();
  }

  private static Outcome dedupe(ProfileUpdate update, Destination... destinations) {
    return SyncGate.process(
        update, Samples.connected(destinations), key -> null, new TreeOfTheDesign());
  }

  private static Outcome legacy(ProfileUpdate update, Destination... destinations) {
    return LegacyFlow.process(update, new Connected(Samples.SPACE, List.of(destinations)));
  }

  private static Outcome legacyTo(
      ProfileUpdate update, List<Destination> destinations, List<ExternalId> ids) {
    return new Outcome(Flow.LEGACY, update, List.of(), IdGroups.toEach(destinations, ids), "");
  }

  private static Outcome both(
      ProfileUpdate update,
      List<ExternalId> ids,
      Destination destination,
      List<ExternalId> otherIds,
      Destination other) {
    var groups = new ArrayList<>(IdGroups.toEach(List.of(destination), ids));
    groups.addAll(IdGroups.toEach(List.of(other), otherIds));
    return new Outcome(Flow.LEGACY, update, List.of(), groups, "");
  }
}
