package dev.oncegate.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked
class TablesWatcherTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  @TempDir Path tables;
  private final BlockingQueue<LoadResult> loads = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> passedOver = new LinkedBlockingQueue<>();
  private CompiledRulebook first;
  private RulebookInForce inForce;
  private TablesWatcher watcher;

  @BeforeEach
  void watchTheShippedTables() throws IOException {
    for (var file : RulebookFiles.shipped().tables().entrySet()) {
      Files.write(tables.resolve(file.getKey()), file.getValue());
    }
    LoadResult load = RulebookLoader.load(RulebookFiles.ofDirectory(tables));
    first = ((LoadResult.Accepted) load).rulebook();
    inForce = new RulebookInForce(first);
    watcher =
        TablesWatcher.start(
            tables, RulebookLoader.TOPIC, inForce, load, loads::add, passedOver::add);
  }

  @AfterEach
  void stop() throws IOException {
    watcher.close();
  }

  private LoadResult next() throws InterruptedException {
    LoadResult load = loads.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    assertThat(load).as("a load within " + DEADLINE).isNotNull();
    return load;
  }

  private void write(String text) throws IOException {
    Files.deleteIfExists(tables.resolve("dedupe.drl.xlsx"));
    Files.writeString(tables.resolve("dedupe.drl.csv"), text);
  }

  @Test
  void aGoodVersionIsPutInForce() throws Exception {
    write(Tables.decide(Tables.with(0, "tier=free -> DROP free")));

    assertThat(next()).isInstanceOf(LoadResult.Refused.class).isSameAs(watcher.status());
    write(Tables.decide(Tables.with(0, "deduped=yes;tier=free -> DROP free")));

    assertThat(next())
        .isInstanceOfSatisfying(
            LoadResult.Accepted.class,
            accepted ->
                assertThat(inForce.current()).isSameAs(accepted.rulebook()).isNotSameAs(first));
    assertThat(watcher.status()).isInstanceOf(LoadResult.Accepted.class);
  }

  @Test
  void aBadVersionChangesNothingAndIsKeptWithEveryProblem() throws Exception {
    write(Tables.decide(List.of("trigger=unknwn;member=maybe -> DROP x")));

    assertThat(next())
        .isInstanceOfSatisfying(
            LoadResult.Refused.class, refused -> assertThat(refused.problems()).hasSize(2));
    assertThat(inForce.current()).isSameAs(first);
  }

  @Test
  void aDeletedFileChangesNothing() throws Exception {
    Files.delete(tables.resolve("routing.drl.xlsx"));

    assertThat(next()).isInstanceOf(LoadResult.Refused.class);
    assertThat(inForce.current()).isSameAs(first);
  }

  @Test
  void aHalfSavedFileChangesNothingAndTheWholeOneIsPutInForce() throws Exception {
    Path file = tables.resolve("dedupe.drl.xlsx");
    byte[] whole =
        Workbooks.edit(
            Files.readAllBytes(file), sheet -> Workbooks.set(sheet, 16, 12, "SEND OLDEST"));
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));

    assertThat(next()).isInstanceOf(LoadResult.Refused.class);
    assertThat(inForce.current()).isSameAs(first);

    Files.write(file, whole);
    assertThat(next()).isInstanceOf(LoadResult.Accepted.class);
    assertThat(inForce.current()).isNotSameAs(first);
  }

  @Test
  void aLockFileIsNotEvenSeen() throws Exception {
    Files.writeString(tables.resolve(".~lock.dedupe.drl.xlsx#"), "Ann");
    Files.writeString(tables.resolve("~$dedupe.drl.xlsx"), "Ann");
    Files.delete(tables.resolve("routing.drl.xlsx"));

    assertThat(next())
        .isInstanceOfSatisfying(
            LoadResult.Refused.class, refused -> assertThat(refused.problems()).hasSize(1));
  }

  @Test
  void aFileThatIsPassedOverIsNamedOnce() throws Exception {
    Files.writeString(tables.resolve("Thumbs.db"), "x");
    assertThat(passedOver.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("Thumbs.db");

    Files.writeString(tables.resolve("desktop.ini"), "x");
    assertThat(passedOver.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("desktop.ini");
    assertThat(loads).isEmpty();
  }
}
