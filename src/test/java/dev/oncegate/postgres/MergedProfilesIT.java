package dev.oncegate.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MergedProfilesIT extends LedgerOnPostgres {
  private static final Lineages.Profile A = new Lineages.Profile("spa_1", "a");
  private static final Lineages.Profile B = new Lineages.Profile("spa_1", "b");
  private static final Lineages.Profile C = new Lineages.Profile("spa_1", "c");
  private static final Lineages.Profile D = new Lineages.Profile("spa_1", "d");
  private static final Lineages.Profile NOT_B = new Lineages.Profile("spa_2", "b");

  @Test
  void onlyThoseAreAskedForWhoWereEverMerged() throws SQLException {
    merge("a", "b");
    assertThat(read(new MergedProfiles()).among(List.of(A, B, C, NOT_B))).containsExactly(A, B);
  }

  @Test
  void whoIsMergedLaterIsKnownLater() throws SQLException {
    var merged = new MergedProfiles();
    assertThat(readAndKeep(merged).among(List.of(A, B, C, D))).isEmpty();
    merge("a", "b");
    assertThat(readAndKeep(merged).among(List.of(A, B, C, D))).containsExactly(A, B);
    merge("c", "d");
    assertThat(readAndKeep(merged).among(List.of(A, B, C, D))).containsExactly(A, B, C, D);
  }

  @Test
  void whatIsManyIsReadInPartsAndNotReliedOnBeforeItIsWhole() throws SQLException {
    for (int i = 0; i < 10; i++) {
      merge("x" + i, "y" + i);
    }
    var merged = new MergedProfiles(8, Long.SIZE * Long.SIZE);
    assertThat(readAndKeep(merged).isWhole()).isFalse();
    int readings = 1;
    while (!readAndKeep(merged).isWhole()) {
      readings++;
    }
    assertThat(readings).isBetween(2, 3);
    assertThat(read(merged).among(everybody(10))).hasSize(20);
    assertThat(read(merged).among(List.of(A, B, C, D))).isEmpty();
  }

  @Test
  void whatWasReadByATransactionThatDidNotCommitIsReadAgain() throws SQLException {
    var merged = new MergedProfiles();
    merge("a", "b");
    long kept = readAndKeep(merged).asOf();
    merge("c", "d");
    read(merged);
    // PostgreSQL lost what nobody had committed behind, and gives its numbers to others.
    database().execute("delete from send_lineage where profile_id in ('c', 'd')");
    restartNumbersBehind(kept);
    merge("e", "d");
    assertThat(readAndKeep(merged).among(List.of(new Lineages.Profile("spa_1", "e")))).hasSize(1);
  }

  @Test
  void aTableThatIsNotTheOneThatWasReadIsReadFromItsBeginning() throws SQLException {
    var merged = new MergedProfiles();
    merge("a", "b");
    readAndKeep(merged);
    empty();
    assertThat(readAndKeep(merged).among(List.of(A, B))).isEmpty();
    merge("c", "d");
    long kept = readAndKeep(merged).asOf();
    empty();
    restartNumbersBehind(kept - 2);
    merge("a", "b");
    merge("x", "y");
    assertThat(readAndKeep(merged).among(List.of(A, B, C, D))).containsExactly(A, B);
  }

  @Test
  void aFilterThatIsFullIsReplacedByALargerOne() throws SQLException {
    var merged = new MergedProfiles(1_000, Long.SIZE);
    for (int i = 0; i < 100; i++) {
      merge("x" + i, "y" + i);
    }
    List<Lineages.Profile> others =
        IntStream.range(0, 1_000).mapToObj(i -> new Lineages.Profile("spa_1", "z" + i)).toList();
    assertThat(readAndKeep(merged).among(others)).hasSizeGreaterThan(900);
    while (readAndKeep(merged).among(others).size() > 100) {
      assertThat(read(merged).among(everybody(100))).hasSize(200);
    }
    assertThat(read(merged).among(everybody(100))).hasSize(200);
  }

  private static List<Lineages.Profile> everybody(int merges) {
    return IntStream.range(0, merges)
        .boxed()
        .flatMap(
            i ->
                IntStream.of('x', 'y')
                    .mapToObj(who -> new Lineages.Profile("spa_1", (char) who + "" + i)))
        .toList();
  }

  private static MergedProfiles.Reading readAndKeep(MergedProfiles merged) throws SQLException {
    MergedProfiles.Reading reading = read(merged);
    merged.isKept(reading);
    return reading;
  }

  private static MergedProfiles.Reading read(MergedProfiles merged) throws SQLException {
    try (Connection connection = database().pool().getConnection()) {
      return merged.read(connection);
    }
  }

  private static void merge(String profile, String survivor) {
    database()
        .execute(
            "insert into profile_merge values ('spa_1', '%s', '%s', now(), false)"
                .formatted(profile, survivor));
  }

  private static void restartNumbersBehind(long last) {
    database()
        .execute("alter table send_lineage alter recorded restart with %d".formatted(last + 1));
  }
}
