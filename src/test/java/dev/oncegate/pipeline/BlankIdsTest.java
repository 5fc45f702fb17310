package dev.oncegate.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class BlankIdsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final StageMeters meters = new StageMeters(registry);

  @Test
  void theyAreSaidOnceABatchAndCounted() {
    List<String> said =
        saidBy(
            () -> {
              var ids = new BlankIds();
              ids.add(2);
              ids.add(0);
              ids.add(1);
              ids.published(Stage.SYNC, meters);
            });
    assertThat(said).hasSize(1);
    assertThat(registry.counter("oncegate.ids.blank", "stage", Stage.SYNC.word()).count())
        .isEqualTo(3);
  }

  @Test
  void aBatchWithoutAnySaysNothing() {
    assertThat(saidBy(() -> new BlankIds().published(Stage.SYNC, meters))).isEmpty();
    assertThat(registry.getMeters()).isEmpty();
  }

  private static List<String> saidBy(Runnable work) {
    var said = new ArrayList<String>();
    var handler =
        new Handler() {
          @Override
          public void publish(LogRecord logged) {
            said.add(logged.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger(BlankIds.class.getName());
    logger.addHandler(handler);
    try {
      work.run();
    } finally {
      logger.removeHandler(handler);
    }
    return said;
  }
}
