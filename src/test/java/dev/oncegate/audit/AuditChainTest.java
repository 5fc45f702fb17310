package dev.oncegate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.audit.AuditChain.KnownEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Histories of ten entries: one as it was written, and others that must be rejected. */
class AuditChainTest {
  private static final int LENGTH = 10;

  private final List<AuditEntry> entries = history();
  private KnownEntry head = new KnownEntry(LENGTH, entries.getLast().hash());

  @Test
  void aHistoryAsItWasWrittenHasNoFindings() {
    assertThat(findings(null)).isEmpty();
    assertThat(findings(new KnownEntry(4, entry(4).hash()))).isEmpty();
  }

  @Test
  void anEmptyHistoryHasNoFindings() {
    entries.clear();
    head = new KnownEntry(0, AuditEntry.NO_HASH);
    assertThat(findings(null)).isEmpty();
  }

  @Test
  void anAlteredEntryIsNamed() {
    put(5, entry(5).id(), "mallory", entry(5).previousHash(), entry(5).hash());
    assertThat(findings(null)).containsExactly("altered 5");
  }

  @Test
  void anAlteredEntryWhoseHashWasMadeAnewIsNamed() {
    AuditEntry altered = with(entry(5), 5, "mallory", entry(5).previousHash(), "");
    put(5, 5, "mallory", altered.previousHash(), altered.hashAs(5));
    assertThat(findings(null)).containsExactly("altered 5");
  }

  @Test
  void theNewestEntryAlteredAndHashedAnewIsNamed() {
    AuditEntry altered = with(entry(10), 10, "mallory", entry(10).previousHash(), "");
    put(10, 10, "mallory", altered.previousHash(), altered.hashAs(10));
    assertThat(findings(null)).containsExactly("altered 10");
  }

  @Test
  void missingEntriesAreNamed() {
    entries.subList(3, 5).clear();
    assertThat(findings(null)).containsExactly("missing 4");
  }

  @Test
  void theFirstAndTheNewestEntryAreMissed() {
    entries.removeFirst();
    entries.removeLast();
    assertThat(findings(null)).containsExactly("missing 1", "missing 10");
  }

  @Test
  void allEntriesAreMissed() {
    entries.clear();
    assertThat(findings(null)).containsExactly("missing 1");
  }

  @Test
  void entriesThatChangedPlacesAreNamed() {
    AuditEntry fourth = entry(4);
    AuditEntry eighth = entry(8);
    entries.set(3, with(eighth, 4, eighth.actor(), eighth.previousHash(), eighth.hash()));
    entries.set(7, with(fourth, 8, fourth.actor(), fourth.previousHash(), fourth.hash()));
    assertThat(findings(null)).containsExactly("out of order 4", "out of order 8");
  }

  @Test
  void anEntryThatIsMissingIsNoticedThoughTheOthersAreNumberedAnew() {
    entries.remove(4);
    for (int i = 4; i < entries.size(); i++) {
      AuditEntry it = entries.get(i);
      entries.set(i, with(it, i + 1, it.actor(), it.previousHash(), it.hash()));
    }
    assertThat(findings(null)).containsExactly("out of order 5");
  }

  @Test
  void aWholeChainMadeAnewIsNoticedByAHashThatWasWrittenDown() {
    KnownEntry known = new KnownEntry(7, entry(7).hash());
    String previous = entry(4).hash();
    for (int number = 5; number <= LENGTH; number++) {
      AuditEntry unhashed = with(entry(number), number, "mallory", previous, "");
      previous = unhashed.hashAs(number);
      put(number, number, "mallory", unhashed.previousHash(), previous);
    }
    head = new KnownEntry(LENGTH, previous);
    assertThat(findings(null)).isEmpty();
    assertThat(findings(known)).containsExactly("altered 7");
  }

  @Test
  void aKnownEntryThatIsMissingIsNamedThoughTheHeadKnowsNothingOfIt() {
    KnownEntry known = new KnownEntry(10, entry(10).hash());
    entries.removeLast();
    head = new KnownEntry(9, entry(9).hash());
    assertThat(findings(known)).containsExactly("missing 10");
  }

  @Test
  void fieldsCannotBeMovedFromOneToTheNext() {
    AuditEntry one =
        new AuditEntry(1, Instant.EPOCH, "ab", "c", "", "", "", null, null, null, null, "", "");
    AuditEntry two =
        new AuditEntry(1, Instant.EPOCH, "a", "bc", "", "", "", null, null, null, null, "", "");
    AuditEntry empty =
        new AuditEntry(1, Instant.EPOCH, "ab", "c", "", "", "", "", null, null, null, "", "");
    assertThat(List.of(one.hashAs(1), two.hashAs(1), empty.hashAs(1))).doesNotHaveDuplicates();
  }

  private List<String> findings(@Nullable KnownEntry known) {
    var findings = new ArrayList<String>();
    var chain =
        new AuditChain(found -> findings.add(found.kind().word() + " " + found.id()), known);
    entries.forEach(chain::accept);
    chain.end(head);
    assertThat(chain.found()).isEqualTo(findings.size());
    return findings;
  }

  private AuditEntry entry(int number) {
    return entries.get(number - 1);
  }

  private void put(int place, long id, String actor, String previousHash, String hash) {
    entries.set(place - 1, with(entry(place), id, actor, previousHash, hash));
  }

  private static List<AuditEntry> history() {
    var history = new ArrayList<AuditEntry>();
    String previous = AuditEntry.NO_HASH;
    for (int i = 1; i <= LENGTH; i++) {
      AuditEntry unhashed =
          new AuditEntry(
              i,
              Instant.ofEpochSecond(i),
              "ann",
              "api",
              "save",
              "space",
              "spa_" + i,
              "spa_" + i,
              null,
              "{}",
              null,
              previous,
              "");
      previous = unhashed.hashAs(i);
      history.add(with(unhashed, i, "ann", unhashed.previousHash(), previous));
    }
    return history;
  }

  private static AuditEntry with(
      AuditEntry it, long id, String actor, String previousHash, String hash) {
    return new AuditEntry(
        id,
        it.at(),
        actor,
        it.source(),
        it.action(),
        it.objectKind(),
        it.objectId(),
        it.spaceId(),
        it.before(),
        it.after(),
        it.reason(),
        previousHash,
        hash);
  }
}
