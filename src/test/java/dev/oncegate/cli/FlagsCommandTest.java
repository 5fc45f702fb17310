package dev.oncegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flags without a service: the local kill switch. */
class FlagsCommandTest {
  private static final String SETTING = "oncegate.rollout.local-switch";

  @TempDir private Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void setFile() {
    file = directory.resolve("switch");
    System.setProperty(SETTING, file.toString());
  }

  @AfterEach
  void unsetFile() {
    System.clearProperty(SETTING);
  }

  @Test
  void theLocalKillSwitchIsThrownAndTakenBackByAFile() throws IOException {
    assertThat(run("flags", "set", "dedupe", "off", "--local", "--reason", "it sends nothing"))
        .isZero();
    assertThat(Files.readAllLines(file))
        .hasSize(2)
        .first()
        .asString()
        .endsWith(": it sends nothing");
    assertThat(Files.readAllLines(file)).last().isEqualTo("dedupe=off");
    assertThat(run("flags", "set", "dedupe", "on", "--local", "--reason", "mended")).isZero();
    assertThat(file).doesNotExist();
  }

  @Test
  void onlyTheKillSwitchIsLocalAndAReasonIsNeeded() {
    assertThat(run("flags", "set", "compare", "1", "--local", "--reason", "r")).isEqualTo(2);
    assertThat(run("flags", "set", "dedupe", "of", "--local", "--reason", "r")).isEqualTo(2);
    assertThat(run("flags", "set", "dedupe", "off", "--local")).isEqualTo(2);
    assertThat(run("flags", "set", "dedupe", "off", "--local", "--reason", " ")).isEqualTo(2);
    assertThat(file).doesNotExist();
  }

  @Test
  void aServiceThatDoesNotAnswerIsNamed() {
    assertThat(run("gates", "list", "--url", "http://127.0.0.1:1")).isEqualTo(2);
    assertThat(run("gates", "set", "10", "--reason", "whose?")).isEqualTo(2);
    assertThat(run("gates", "set", "--default", "--tier", "free", "10", "--reason", "both?"))
        .isEqualTo(2);
  }

  private static int run(String... arguments) {
    return CommandRun.of(arguments).exitCode();
  }
}
