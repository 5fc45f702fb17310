package dev.oncegate.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalKillSwitchTest {
  private static final Duration SEEN_WITHIN = Duration.ofSeconds(2);
  private static final ChangeReason WHY = new ChangeReason("ann", "it sends\nnothing");

  @TempDir private Path directory;

  @Test
  void itIsThrownAndTakenBackWhileItIsWatched() throws IOException {
    Path file = directory.resolve("switch");
    try (var watched = LocalKillSwitch.start(file)) {
      assertThat(watched.isThrown()).isFalse();
      LocalKillSwitch.turnOff(file, Instant.EPOCH, WHY);
      Await.until("it is thrown", SEEN_WITHIN, watched::isThrown);
      assertThat(LocalKillSwitch.takeBack(file)).isTrue();
      Await.until("it is taken back", SEEN_WITHIN, () -> !watched.isThrown());
      assertThat(LocalKillSwitch.takeBack(file)).isFalse();
    }
  }

  @Test
  void itIsThrownFromTheStartWhereTheFileIsThere() throws IOException {
    Path file = directory.resolve("switch");
    LocalKillSwitch.turnOff(file, Instant.EPOCH, WHY);
    assertThat(Files.readString(file))
        .isEqualTo("# 1970-01-01T00:00:00Z, ann: it sends nothing\ndedupe=off\n");
    try (var watched = LocalKillSwitch.start(file)) {
      assertThat(watched.isThrown()).isTrue();
    }
  }

  @Test
  void aFileWithAnotherLineThrowsNothing() throws IOException {
    Path file = Files.writeString(directory.resolve("switch"), "dedupe=of\n");
    try (var watched = LocalKillSwitch.start(file)) {
      assertThat(watched.isThrown()).isFalse();
    }
  }
}
