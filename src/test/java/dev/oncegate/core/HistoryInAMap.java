package dev.oncegate.core;

import dev.oncegate.core.decide.LastSend;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.decide.SendKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The simplest history: no merges, and everything remembered at once. */
public final class HistoryInAMap implements SendHistory {
  private final Map<SendKey, LastSend> sends = new HashMap<>();

  @Override
  public @Nullable LastSend last(SendKey key) {
    return sends.get(key);
  }

  public void remember(List<Entry> entries) {
    for (Entry entry : entries) {
      sends.put(entry.key(), entry.last());
    }
  }
}
