package dev.oncegate.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.audit.AuditLog;
import dev.oncegate.audit.AuditSource;
import dev.oncegate.audit.ChangeOrigin;
import dev.oncegate.postgres.ChangeFollower;
import dev.oncegate.postgres.PostgresRulebooks;
import dev.oncegate.rules.RulebookStatus.Source;
import dev.oncegate.rules.RulebookStatus.Trouble;
import dev.oncegate.rules.store.RulebookStore;
import dev.oncegate.testkit.Await;
import dev.oncegate.testkit.MigratedDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which rulebook is in force on each of several instances that share a database. */
@NullUnmarked
class ActiveRulebookIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int INSTANCES = 3;
  private static final String TAKEN_UP =
      "select count(*) from audit where source = 'directory' and action = 'take-up' and id > %d";
  private static final ChangeOrigin ORIGIN = new ChangeOrigin("ann", AuditSource.API, null);

  private static MigratedDatabase database;

  @TempDir Path tables;
  private final List<ActiveRulebook> started = new ArrayList<>();
  private final List<ChangeFollower> followers = new ArrayList<>();
  private RulebookStore store;

  @BeforeAll
  static void startDatabase() {
    database = MigratedDatabase.start();
  }

  @AfterAll
  static void stopDatabase() {
    database.close();
  }

  @BeforeEach
  void forgetEveryVersion() {
    database.execute(
        "truncate rulebook, rulebook_file, rulebook_activation, release_request, candidate, candidate_pair");
    store = new PostgresRulebooks(database.pool(), new AuditLog(() -> ORIGIN));
  }

  @AfterEach
  void stop() throws IOException {
    followers.forEach(ChangeFollower::close);
    followers.clear();
    for (ActiveRulebook active : started) {
      active.close();
    }
    started.clear();
  }

  @Test
  void everyInstanceFollowsAnActivationAndARollBack() throws Exception {
    String first = upload("# first\n");
    String second = upload("# second\n");
    for (int i = 0; i < INSTANCES; i++) {
      start(Optional.empty());
    }
    String shipped = RulebookFiles.shipped().hash();
    assertThat(started).allSatisfy(it -> assertThat(it.status().hash()).isEqualTo(shipped));

    store.activate(first, "ann");
    awaitEverywhere(first, Source.UPLOADED);
    store.activate(second, "ann");
    awaitEverywhere(second, Source.UPLOADED);
    store.activate(first, "bob");
    awaitEverywhere(first, Source.UPLOADED);
    store.activate(null, "bob");
    awaitEverywhere(shipped, Source.SHIPPED);
  }

  @Test
  void anInstanceThatStartsLaterHasWhatWasActivated() throws Exception {
    String uploaded = upload("# uploaded\n");
    store.activate(uploaded, "ann");

    assertThat(start(Optional.empty()).status().hash()).isEqualTo(uploaded);
  }

  @Test
  void aBadDirectoryAtTheStartLeavesTheLastGoodVersionOfADirectoryInForce() throws Exception {
    String good = writeGood("# good\n");
    start(Optional.of(tables));
    stop();
    writeBad();

    ActiveRulebook active = start(Optional.of(tables));

    RulebookStatus status = active.status();
    assertThat(status.hash()).isEqualTo(good).isEqualTo(active.inForce().current().hash());
    assertThat(status.source()).isEqualTo(Source.KEPT);
    assertThat(status.state()).isEqualTo("degraded");
    assertThat(status.problems()).extracting(Trouble::address).containsExactly("dedupe.drl.xlsx");

    String mended = writeGood("# mended\n");
    awaitEverywhere(mended, Source.DIRECTORY);
    assertThat(active.status().state()).isEqualTo("ok");
  }

  @Test
  void whatTheWatchedDirectoryPutInForceIsKeptToo() throws Exception {
    writeGood("# at the start\n");
    start(Optional.of(tables));
    String later = writeGood("# later\n");
    awaitEverywhere(later, Source.DIRECTORY);
    Await.until("it is kept", LIMIT, () -> store.lastFromDirectory().equals(Optional.of(later)));

    Files.delete(tables.resolve("safety.yaml"));
    assertThat(start(Optional.of(tables)).status().hash()).isEqualTo(later);
  }

  @Test
  void withoutAnyGoodVersionNoneIsInForceUntilTheTablesAreMended() throws Exception {
    upload("# uploaded, but never chosen\n");
    writeBad();

    ActiveRulebook active = start(Optional.of(tables));

    assertThat(active.inForce().orNone()).isNull();
    assertThat(active.status().state()).isEqualTo("none");
    assertThat(active.status().problems()).isNotEmpty();

    String mended = writeGood("# mended\n");
    awaitEverywhere(mended, Source.DIRECTORY);
    assertThat(active.inForce().current().hash()).isEqualTo(mended);
  }

  @Test
  void aDirectoryThatIsNotThereIsABadOne() throws Exception {
    Path missing = tables.resolve("missing");

    ActiveRulebook active = start(Optional.of(missing));

    assertThat(active.status().problems())
        .containsExactly(new Trouble(missing.toString(), "is no directory"));
    tables = Files.createDirectory(missing);
    awaitEverywhere(writeGood(""), Source.DIRECTORY);
  }

  @Test
  void anActivatedVersionIsInForceWhateverTheDirectoryHolds() throws Exception {
    String uploaded = upload("# uploaded\n");
    store.activate(uploaded, "ann");
    writeBad();

    RulebookStatus status = start(Optional.of(tables)).status();

    assertThat(status).isEqualTo(new RulebookStatus(uploaded, Source.UPLOADED, List.of()));
  }

  @Test
  void aDirectoryThatIsTakenUpIsOneEntryOfTheAuditHoweverManyInstancesDo() throws Exception {
    long before = database.number("select coalesce(max(id), 0) from audit");
    String first = writeGood("# first\n");
    for (int i = 0; i < INSTANCES; i++) {
      start(Optional.of(tables));
    }
    awaitEverywhere(first, Source.DIRECTORY);
    String second = writeGood("# second\n");
    awaitEverywhere(second, Source.DIRECTORY);
    Await.until("both are told of", LIMIT, () -> database.number(TAKEN_UP.formatted(before)) >= 2);
    for (ActiveRulebook active : started) {
      active.refresh();
    }
    assertThat(database.number(TAKEN_UP.formatted(before))).isEqualTo(2);
    assertThat(
            database.number("select count(*) from audit where source = 'sql' and id > " + before))
        .isZero();
  }

  private ActiveRulebook start(Optional<Path> directory) throws IOException {
    ActiveRulebook active = ActiveRulebook.start(store, directory, RulebookLoader.TOPIC);
    started.add(active);
    followers.add(
        ChangeFollower.start(
            database.pool(),
            "oncegate_rulebook",
            "the rulebook",
            _ -> {
              active.refresh();
              return Duration.ofSeconds(1);
            }));
    return active;
  }

  private void awaitEverywhere(String hash, Source source) {
    for (ActiveRulebook active : started) {
      Await.until(
          hash + " is in force",
          LIMIT,
          () -> active.status().equals(new RulebookStatus(hash, source, List.of())));
    }
  }

  private String upload(String note) throws SQLException {
    RulebookFiles files = RulebookFiles.of(shippedWith(note));
    store.keep(files.hash(), "ann", note, files.tables());
    return files.hash();
  }

  private String writeGood(String note) throws IOException {
    for (Map.Entry<String, byte[]> file : shippedWith(note).entrySet()) {
      Files.write(tables.resolve(file.getKey()), file.getValue());
    }
    return RulebookFiles.ofDirectory(tables).hash();
  }

  private void writeBad() throws IOException {
    writeGood("");
    Files.writeString(tables.resolve("dedupe.drl.xlsx"), "half a ");
  }

  /** A comment makes it another version, with the same answers. */
  private static Map<String, byte[]> shippedWith(String note) {
    var files = new TreeMap<>(RulebookFiles.shipped().tables());
    String safety = new String(files.get("safety.yaml"), StandardCharsets.UTF_8);
    files.put("safety.yaml", (note + safety).getBytes(StandardCharsets.UTF_8));
    return files;
  }
}
