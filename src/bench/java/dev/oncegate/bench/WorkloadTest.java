package dev.oncegate.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.oncegate.codec.Parsed;
import dev.oncegate.codec.UpdateReader;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.core.update.Trigger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  private static final int UPDATES = 20_000;
  private static final int PROFILES = 4_000;
  private static final Offset<Double> ABOUT = within(0.015);

  private final List<Workload.Update> updates = updates(1);

  @Test
  void theSameSeedMakesTheSameUpdates() {
    assertThat(texts(updates(1))).isEqualTo(texts(updates));
    assertThat(texts(updates(2))).isNotEqualTo(texts(updates));
  }

  @Test
  void everyUpdateHasSixExternalIdsAndAboutSevenHundredBytes() {
    assertThat(updates).allSatisfy(update -> assertThat(parsed(update).externalIds()).hasSize(6));
    assertThat(updates.stream().mapToInt(it -> it.value().length).average().orElse(0))
        .isBetween(650.0, 800.0);
  }

  @Test
  void theKeyIsTheProfile() {
    assertThat(updates)
        .allSatisfy(it -> assertThat(parsed(it).profileId()).isEqualTo(text(it.key())));
  }

  @Test
  void oneUpdateInTwentyCameBefore() {
    assertThat(1 - (double) Set.copyOf(texts(updates)).size() / UPDATES).isCloseTo(0.05, ABOUT);
  }

  @Test
  void sevenInTenChangeTheValueTwoBringAnIdAndOneMerges() {
    assertThat(share(Trigger.ValueChanged.class)).isCloseTo(0.70, ABOUT);
    assertThat(share(Trigger.NewExternalId.class)).isCloseTo(0.20, ABOUT);
    assertThat(share(Trigger.ProfileMerge.class)).isCloseTo(0.10, ABOUT);
  }

  @Test
  void aProfileThatIsMergedAwayAppearsNowhereElse() {
    var profiles = new HashSet<String>();
    updates.forEach(it -> profiles.add(parsed(it).profileId()));
    Set<String> gone = new HashSet<>();
    for (String update : Set.copyOf(texts(updates))) {
      ProfileUpdate it = parsed(update.getBytes(StandardCharsets.UTF_8));
      if (it.trigger() instanceof Trigger.ProfileMerge merge) {
        merge.profiles().stream()
            .map(Trigger.Merged::profileId)
            .filter(other -> !other.equals(it.profileId()))
            .forEach(other -> assertThat(gone.add(other)).isTrue());
      }
    }
    assertThat(gone).isNotEmpty().doesNotContainAnyElementsOf(profiles);
  }

  private double share(Class<? extends Trigger> trigger) {
    return (double) updates.stream().filter(it -> trigger.isInstance(parsed(it).trigger())).count()
        / UPDATES;
  }

  private static List<Workload.Update> updates(long seed) {
    var workload = new Workload(seed, "use", PROFILES, 0, 5);
    var updates = new ArrayList<Workload.Update>(UPDATES);
    for (int i = 0; i < UPDATES; i++) {
      updates.add(workload.next());
    }
    return updates;
  }

  private static List<String> texts(List<Workload.Update> updates) {
    return updates.stream().map(it -> text(it.value())).toList();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static ProfileUpdate parsed(Workload.Update update) {
    return parsed(update.value());
  }

  private static ProfileUpdate parsed(byte[] update) {
    return ((Parsed.Valid) UpdateReader.identified(update)).update();
  }
}
