package dev.oncegate.postgres;

import java.util.Map;
import java.util.UUID;

/**
 * As of when the ledger is looked at: of each partition that is named, what updates before the
 * offset wrote. All else, other topics among it, counts as it stands.
 */
public record LedgerCut(UUID topicId, Map<Integer, Long> offsets) {
  private static final UUID NONE = new UUID(0, 0);

  public LedgerCut {
    offsets = Map.copyOf(offsets);
  }

  /** As everything stands now. */
  public static LedgerCut now() {
    return new LedgerCut(NONE, Map.of());
  }
}
