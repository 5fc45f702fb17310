package dev.oncegate.audit;

/**
 * What is wrong with the chain of entries.
 *
 * @param id of the entry that is wrong, or of the first one that is missing
 */
public record AuditFinding(FindingKind kind, long id, String sentence) {

  /** What became of an entry. */
  public enum FindingKind {
    ALTERED("altered"),
    MISSING("missing"),
    OUT_OF_ORDER("out of order");

    private final String word;

    FindingKind(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  @Override
  public String toString() {
    return kind.word() + ": " + sentence;
  }
}
