package dev.oncegate.audit;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks a history of entries, which it is given in the order of their ids: none may be altered,
 * missing or out of order. Keeps none of them.
 */
public final class AuditChain {
  // A number is tried by a hash, and so many take about a second.
  private static final long NUMBERS_TRIED = 500_000;
  // Of what is looked up so; a history of which more is wrong was not reordered, but made anew.
  private static final int LOOKED_UP = 20;

  private final Consumer<AuditFinding> findings;
  private final @Nullable KnownEntry known;

  private long newest;
  private String newestHash = AuditEntry.NO_HASH;
  private boolean newestIsWrong;
  private long entries;
  private long found;
  // By how much entries are numbered too low since the last one that was out of order.
  private long shift;
  private int lookedUp;

  /**
   * An entry whose hash somebody wrote down elsewhere. Whoever can write every table could make the
   * whole chain anew, but not the note.
   */
  public record KnownEntry(long id, String hash) {}

  public AuditChain(Consumer<AuditFinding> findings, @Nullable KnownEntry known) {
    this.findings = findings;
    this.known = known;
  }

  public long entries() {
    return entries;
  }

  public long found() {
    return found;
  }

  public long newestId() {
    return newest;
  }

  public String newestHash() {
    return newestHash;
  }

  /** Checks the next entry. */
  public void accept(AuditEntry entry) {
    entries++;
    boolean follows = entry.previousHash().equals(newestHash);
    if (entry.id() > newest + 1) {
      missing(newest + 1, entry.id() - 1);
      follows = true;
    }
    boolean wasWrong = newestIsWrong;
    newestIsWrong = true;
    long writtenAs = numberOf(entry);
    if (writtenAs == 0) {
      altered(entry.id(), "entry " + entry.id() + " is not as it was written");
    } else if (writtenAs != entry.id() + shift && writtenAs != entry.id()) {
      shift = writtenAs - entry.id();
      find(
          AuditFinding.FindingKind.OUT_OF_ORDER,
          entry.id(),
          ("entry %d was written as entry %d: entries were put in another order, or one before it is"
                  + " missing and those after it are numbered anew")
              .formatted(entry.id(), writtenAs));
    } else {
      shift = writtenAs - entry.id();
      newestIsWrong = false;
      if (!follows && !wasWrong) {
        altered(
            newest,
            "entry %d is not the one that entry %d was written after"
                .formatted(newest, entry.id()));
      }
    }
    if (known != null && known.id() == entry.id() && !known.hash().equals(entry.hash())) {
      altered(entry.id(), "entry " + entry.id() + " has another hash than the one that is known");
    }
    newest = entry.id();
    newestHash = entry.hash();
  }

  /**
   * Checks that the last entry was the newest.
   *
   * @param head the newest entry that was written; null where nobody knows any more
   */
  public void end(@Nullable KnownEntry head) {
    if (head == null) {
      find(
          AuditFinding.FindingKind.MISSING,
          newest,
          "audit_head has no row, so nothing says whether entries after %d are missing"
              .formatted(newest));
    } else if (head.id() > newest + shift) {
      missing(newest + 1, head.id());
    } else if (!head.hash().equals(newestHash) && !newestIsWrong) {
      altered(newest, "entry " + newest + " is not the newest one that was written");
    }
    if (known != null && known.id() > newest) {
      find(
          AuditFinding.FindingKind.MISSING,
          known.id(),
          "entry " + known.id() + ", whose hash is known, is missing");
    }
  }

  /** The number under which an entry was written as it is; 0 if it was not. */
  private long numberOf(AuditEntry entry) {
    if (isWrittenAs(entry, entry.id() + shift)) {
      return entry.id() + shift;
    }
    if (isWrittenAs(entry, entry.id())) {
      return entry.id();
    }
    if (lookedUp < LOOKED_UP) {
      lookedUp++;
      for (long away = 1; away <= NUMBERS_TRIED / 2; away++) {
        if (isWrittenAs(entry, entry.id() + away)) {
          return entry.id() + away;
        }
        if (entry.id() > away && isWrittenAs(entry, entry.id() - away)) {
          return entry.id() - away;
        }
      }
    }
    return 0;
  }

  private static boolean isWrittenAs(AuditEntry entry, long number) {
    return entry.hashAs(number).equals(entry.hash());
  }

  private void missing(long first, long last) {
    find(
        AuditFinding.FindingKind.MISSING,
        first,
        first == last
            ? "entry " + first + " is missing"
            : "entries %d to %d are missing".formatted(first, last));
  }

  private void altered(long id, String sentence) {
    find(AuditFinding.FindingKind.ALTERED, id, sentence);
  }

  private void find(AuditFinding.FindingKind kind, long id, String sentence) {
    found++;
    findings.accept(new AuditFinding(kind, id, sentence));
  }
}
