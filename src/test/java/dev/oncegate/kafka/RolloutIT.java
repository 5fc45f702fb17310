package dev.oncegate.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.event.Flow;
import dev.oncegate.pipeline.InMemoryFlows;
import dev.oncegate.testkit.Await;
import dev.oncegate.testkit.EmbeddedBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The kill switch and gates that move, on lanes of several instances while updates flow. */
class RolloutIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Pattern SOURCE = Pattern.compile("\"sourceMessageId\":\"([^\"]*)\"");

  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void theKillSwitchUnderLoadLosesNothingAndSendsNothingByBothFlows() throws Exception {
    try (var rig = new LaneRig(broker, "kill-switch")) {
      rig.start("one");
      rig.start("two");
      rig.awaitInput();
      var fed = new AtomicInteger();
      var goesOn = new AtomicBoolean(true);
      Thread feeder =
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (goesOn.get()) {
                      int from = fed.get();
                      rig.identified("m-", from, from + 50);
                      fed.addAndGet(50);
                    }
                  });
      awaitUpdates(rig, Flow.DEDUPE, 500);
      rig.batchFlows = InMemoryFlows.KILL_SWITCH;
      awaitUpdates(rig, Flow.LEGACY, 500);
      double dedupedWhenOff = updates(rig, Flow.DEDUPE);
      double legacyWhenOff = updates(rig, Flow.LEGACY);
      awaitUpdates(rig, Flow.LEGACY, legacyWhenOff + 500);
      assertThat(updates(rig, Flow.DEDUPE)).isEqualTo(dedupedWhenOff);
      rig.batchFlows = InMemoryFlows.DEDUPE;
      awaitUpdates(rig, Flow.DEDUPE, dedupedWhenOff + 500);
      goesOn.set(false);
      feeder.join();
      int all = fed.get();
      Await.until(
          "all are decided",
          LIMIT,
          () -> updates(rig, Flow.DEDUPE) + updates(rig, Flow.LEGACY) >= all);

      Map<String, Set<String>> flows = new HashMap<>();
      Map<String, Integer> toDeduped = new HashMap<>();
      Map<String, Integer> toAll = new HashMap<>();
      for (String event : events(rig)) {
        String message = sourceOf(event);
        flows
            .computeIfAbsent(message, _ -> new HashSet<>())
            .add(event.contains("\"flow\":\"legacy\"") ? "legacy" : "dedupe");
        if (event.contains("\"dst_deduped\":true")) {
          toDeduped.merge(message, 1, Integer::sum);
        }
        if (event.contains("\"dst_all\":true")) {
          toAll.merge(message, 1, Integer::sum);
        }
      }
      assertThat(flows).hasSize(all);
      assertThat(flows.values()).allSatisfy(of -> assertThat(of).hasSize(1));
      assertThat(toAll).hasSize(all);
      assertThat(toAll.values()).allMatch(count -> count == 1);
      assertThat(toDeduped.values()).allMatch(count -> count == 1);
    }
  }

  @Test
  void aGateThatMovesWhileUpdatesFlowHasTheDedupeFlowRepeatNothing() {
    try (var rig = new LaneRig(broker, "gate-moves")) {
      rig.batchFlows = InMemoryFlows.LEGACY;
      rig.start("one");
      rig.start("two");
      rig.awaitInput();
      int profiles = 300;
      int round = 0;
      for (int percent : new int[] {0, 10, 50, 100, 0, 50, 100}) {
        rig.batchFlows =
            new InMemoryFlows(false, it -> placeOf(it, profiles) * 100 < percent * profiles);
        double before = decided(rig);
        rig.identified("r" + round + "-", 0, profiles);
        Await.until("a round is decided", LIMIT, () -> decided(rig) >= before + profiles);
        round++;
      }
      Set<String> sent = new HashSet<>();
      for (int of = 0; of < round; of++) {
        var inRound = new HashSet<String>();
        for (ConsumerRecord<byte[], byte[]> event : records(rig)) {
          String text = LaneRig.text(event.value());
          String profile = LaneRig.text(event.key());
          if (sourceOf(text).startsWith("r" + of + "-") && text.contains("\"dst_deduped\":true")) {
            if (text.contains("\"flow\":\"dedupe\"")) {
              assertThat(sent).doesNotContain(profile);
            }
            assertThat(inRound.add(profile)).as("once in a round").isTrue();
          }
        }
        sent.addAll(inRound);
      }
      assertThat(sent).hasSize(profiles);
    }
  }

  private static int placeOf(String profile, int profiles) {
    return Integer.parseInt(profile.substring("p-".length())) % profiles;
  }

  private static double decided(LaneRig rig) {
    return updates(rig, Flow.DEDUPE) + updates(rig, Flow.LEGACY);
  }

  private static void awaitUpdates(LaneRig rig, Flow flow, double count) {
    Await.until(
        count + " updates took the " + flow + " flow", LIMIT, () -> updates(rig, flow) >= count);
  }

  private static double updates(LaneRig rig, Flow flow) {
    return rig.meters.counter("oncegate.flow.updates", "flow", flow.word()).count();
  }

  private static List<ConsumerRecord<byte[], byte[]>> records(LaneRig rig) {
    var records = new ArrayList<>(rig.all(rig.topics.destinationEvents()));
    if (rig.isThere(rig.topics.destinationEvents() + "-vip")) {
      records.addAll(rig.all(rig.topics.destinationEvents() + "-vip"));
    }
    return records;
  }

  private static List<String> events(LaneRig rig) {
    return records(rig).stream().map(it -> LaneRig.text(it.value())).toList();
  }

  private static String sourceOf(String event) {
    Matcher source = SOURCE.matcher(event);
    assertThat(source.find()).isTrue();
    return source.group(1);
  }
}
