package dev.oncegate.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.codec.EventWriter;
import dev.oncegate.codec.IntegrationsFile;
import dev.oncegate.codec.Parsed;
import dev.oncegate.codec.UpdateReader;
import dev.oncegate.core.decide.Rulebook;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.replay.Replay;
import dev.oncegate.rules.LoadResult;
import dev.oncegate.rules.RulebookFiles;
import dev.oncegate.rules.RulebookLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small outputs, right and wrong, as the check of a peer must tell them apart. */
class OutputTest {
  private static final int UPDATES = 500;
  private static final Rulebook RULEBOOK =
      ((LoadResult.Accepted) RulebookLoader.load(RulebookFiles.shipped())).rulebook();

  private final List<byte[]> events = new ArrayList<>();
  private final Expectation expected;

  OutputTest(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("integrations.json"), World.json());
    Integrations integrations = IntegrationsFile.read(file);
    expected = new Expectation(integrations, RULEBOOK);
    var replay = new Replay(integrations, RULEBOOK);
    var workload = new Workload(1, "use", 100, 0, 5);
    for (int i = 0; i < UPDATES; i++) {
      byte[] update = workload.next().value();
      expected.heed(update, /* asShape= */ false);
      replay
          .step(((Parsed.Valid) UpdateReader.identified(update)).update())
          .forEachEvent(event -> events.add(EventWriter.write(event)));
    }
    expected.end();
  }

  @Test
  void theSameEventsInAnyOrderAreRight() {
    Collections.reverse(events);
    assertThat(wrong(true)).isNull();
  }

  @Test
  void theRulebooksNameDoesNotMatter() {
    String other = text(events.get(7)).replaceFirst("\"rulebook\":\"[^\"]+", "\"rulebook\":\"none");
    events.set(7, other.getBytes(StandardCharsets.UTF_8));
    assertThat(wrong(true)).isNull();
  }

  @Test
  void anEventTooFewTooManyOrAnotherIsWrong() {
    byte[] last = events.removeLast();
    assertThat(wrong(true)).contains("instead of");
    events.add(last);
    events.add(last);
    assertThat(wrong(true)).contains("instead of");
    events.removeLast();
    String other = text(last).replace("use_", "usf_");
    events.set(events.size() - 1, other.getBytes(StandardCharsets.UTF_8));
    assertThat(wrong(true)).contains("instead of");
  }

  @Test
  void anEventThatNobodyExpectedIsShown() {
    var foreign = new Output.Foreign(expected);
    foreign.look(events.getFirst());
    assertThat(foreign.first()).isNull();
    foreign.look("{}".getBytes(StandardCharsets.UTF_8));
    assertThat(foreign.first()).isEqualTo("{}");
  }

  @Test
  void aCopyOfTheSameSizeIsRightWhateverIsInIt() {
    events.replaceAll(event -> new byte[event.length]);
    assertThat(wrong(false)).isNull();
    assertThat(wrong(true)).isNotNull();
    events.subList(0, events.size() / 10).clear();
    assertThat(wrong(false)).isNotNull();
  }

  private @Nullable String wrong(boolean sameEvents) {
    var output = new Output();
    events.forEach(output::add);
    return output.wrong(expected, sameEvents);
  }

  private static String text(byte[] event) {
    return new String(event, StandardCharsets.UTF_8);
  }
}
