package dev.oncegate.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A profile or an address that a batch is about, with what the ledger holds of it. */
final class LedgerSubject {
  private final UUID key;
  // Both mostly empty, and a batch has many subjects.
  private List<SendVersion> stored = List.of();
  private List<SendVersion> decided = List.of();
  private List<FormerVersion> former = List.of();

  /**
   * What is in the table under an address by the former rule.
   *
   * @param writer the profile whose update wrote it
   */
  record FormerVersion(SendVersion version, String writer) {}

  LedgerSubject(UUID key) {
    this.key = key;
  }

  UUID key() {
    return key;
  }

  /** What was in the table when the batch began. */
  List<SendVersion> stored() {
    return stored;
  }

  void addStored(SendVersion version) {
    if (stored.isEmpty()) {
      stored = new ArrayList<>(2);
    }
    stored.add(version);
  }

  /** Of what was in the table when the batch began, that which was written by the former rule. */
  List<FormerVersion> former() {
    return former;
  }

  void addFormer(FormerVersion version) {
    addStored(version.version());
    if (former.isEmpty()) {
      former = new ArrayList<>(2);
    }
    former.add(version);
  }

  /** What the batch decided up to now: of each destination and partition the latest. */
  List<SendVersion> decided() {
    return decided;
  }

  void addDecided(SendVersion version) {
    if (decided.isEmpty()) {
      decided = new ArrayList<>(2);
    }
    for (int i = 0; i < decided.size(); i++) {
      SendVersion before = decided.get(i);
      if (before.destinationId().equals(version.destinationId())
          && before.writtenBy().isBeside(version.writtenBy())) {
        decided.set(i, version);
        return;
      }
    }
    decided.add(version);
  }
}
