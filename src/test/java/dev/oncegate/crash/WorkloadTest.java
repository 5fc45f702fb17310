package dev.oncegate.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.crash.Update.Why;
import dev.oncegate.crash.check.Expectation;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  private static final Set<Fault> ALL = EnumSet.allOf(Fault.class);

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void aSeedAlwaysMakesTheSameUpdatesAndFaults() {
    assertThat(Workload.of(7, 3000)).isEqualTo(Workload.of(7, 3000));
    assertThat(Workload.of(7, 3000).updates()).isNotEqualTo(Workload.of(8, 3000).updates());
    assertThat(Fault.schedule(7, 3000, 12, ALL)).isEqualTo(Fault.schedule(7, 3000, 12, ALL));
  }

  @Test
  void aScheduleHasEveryFaultAndItsPositionsAscend() {
    List<Fault.Planned> schedule = Fault.schedule(1, 6000, 7, ALL);
    assertThat(schedule).extracting(Fault.Planned::fault).contains(Fault.values());
    assertThat(schedule).extracting(Fault.Planned::position).isSorted();
  }

  @Test
  void everyKindOfUpdateIsAmongThem() {
    Workload workload = Workload.of(1, 3000);
    assertThat(workload.updates()).hasSize(3000);
    assertThat(workload.updates()).extracting(Update::why).contains(Why.values());
    assertThat(workload.updates().stream().distinct().count()).isLessThan(3000);
  }

  @Test
  void whoeverLeftAndCameBackGetsItAgainOnlyWhereThatIsAsked() {
    Update in = update("m-1", "true", 0);
    Update out = update("m-2", "false", 1);
    Update back = update("m-3", "true", 2);
    List<Expectation> expected = Model.sends(workload(), List.of(in, in, out, back), List.of());
    assertThat(expected)
        .contains(
            new Expectation("dst_all", Set.of("m-1"), 2, 1),
            new Expectation("dst_all", Set.of("m-2"), 1, 1),
            new Expectation("dst_email", Set.of("m-1"), 1, 1),
            new Expectation("dst_reentry", Set.of("m-1"), 1, 1),
            new Expectation("dst_reentry", Set.of("m-3"), 1, 1))
        .doesNotContain(new Expectation("dst_email", Set.of("m-3"), 1, 1));
  }

  @Test
  void aMessageComesAgainWhenItsPeriodIsOver() {
    List<Expectation> expected =
        Model.sends(
            workload(),
            List.of(update("m-1", "true", 0), update("m-2", "true", 29), update("m-3", "true", 30)),
            List.of());
    assertThat(expected)
        .filteredOn(it -> it.destinationId().equals("dst_period"))
        .containsExactly(
            new Expectation("dst_period", Set.of("m-1"), 1, 1),
            new Expectation("dst_period", Set.of("m-3"), 1, 1));
  }

  @Test
  void whatIsReadAgainComesToThoseAloneWhoDoNotDedupe() {
    Update sent = update("m-1", "true", 0);
    List<Expectation> expected = Model.sends(workload(), List.of(sent), List.of(sent, sent));
    assertThat(expected)
        .filteredOn(it -> Set.of("dst_all", "dst_email").contains(it.destinationId()))
        .containsExactlyInAnyOrder(
            new Expectation("dst_all", Set.of("m-1"), 3, 1),
            new Expectation("dst_email", Set.of("m-1"), 1, 1));
  }

  @Test
  void oneOfARaceIsExpectedAndEitherWillDo() {
    Workload workload = Workload.of(3, 3000);
    Workload.Race race = workload.races().get(0);
    List<Expectation> expected = Model.sends(workload, workload.updates(), List.of());
    for (World.Target target : race.computation().targets()) {
      if (target.isDeduped()) {
        assertThat(expected).contains(new Expectation(target.id(), race.messageIds(), 1, 1));
      }
    }
  }

  private static Workload workload() {
    return new Workload(List.of(), List.of(), Set.of());
  }

  private static Update update(String messageId, String value, int day) {
    Instant at = START.plus(Duration.ofDays(day));
    return new Update(messageId, "b1", World.AUDIENCE, value, Why.VALUE_CHANGED, "", List.of(), at);
  }
}
