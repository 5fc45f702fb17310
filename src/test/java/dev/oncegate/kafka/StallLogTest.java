package dev.oncegate.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StallLogTest {
  private final List<String> lines = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private final StallLog log = new StallLog(nanos::get, lines::add);

  @Test
  void anOutageIsALineHoweverManyLanesStallAnotherEachMinuteAndOneAtItsEnd() {
    for (int second = 0; second <= 130; second++) {
      nanos.set(TimeUnit.SECONDS.toNanos(second));
      log.stalls("sync-0", "Kafka: away");
      log.stalls("sync-1", "Kafka: away");
    }
    log.runs("sync-0");
    log.runs("sync-1");
    log.runs("sync-1");
    assertThat(lines)
        .containsExactly(
            "stalled (sync-0), and goes on by itself: Kafka: away",
            "stalled for 60 s by now (sync-0, sync-1): Kafka: away",
            "stalled for 120 s by now (sync-0, sync-1): Kafka: away",
            "nobody is stalled any more, after 130 s");
  }
}
