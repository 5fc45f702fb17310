package dev.oncegate.pipeline;

import dev.oncegate.core.DependencyUnavailableException;
import dev.oncegate.core.decide.LastSend;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.decide.SendKey;
import dev.oncegate.core.update.RecordPosition;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A ledger in memory that several lanes share, and that can be away for a while. */
public final class InMemoryLedger implements SendLedger {
  private final Map<SendKey, Deque<Written>> rows = new HashMap<>();
  private volatile boolean away;
  private volatile boolean onlyDecided;
  private final AtomicInteger merges = new AtomicInteger();
  private final Set<String> failing = ConcurrentHashMap.newKeySet();
  private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

  private record Written(RecordPosition by, SendKey key, LastSend last) {}

  public void away(boolean isAway) {
    away = isAway;
  }

  /** Messages that it throws at. */
  public Set<String> failing() {
    return failing;
  }

  /** It throws only where it is to decide. */
  public void failsOnlyWhereItDecides() {
    onlyDecided = true;
  }

  /** So many batches find at their end that profiles became one meanwhile. */
  public void merges(int batches) {
    merges.set(batches);
  }

  /** How often it was asked for a message. */
  public int asked(String messageId) {
    return asked.getOrDefault(messageId, new AtomicInteger()).get();
  }

  public synchronized void forget() {
    rows.clear();
  }

  @Override
  public LedgerBatch open(List<LedgerEntry> entries) {
    for (LedgerEntry entry : entries) {
      String messageId = entry.update().messageId();
      asked.computeIfAbsent(messageId, _ -> new AtomicInteger()).incrementAndGet();
      if (!onlyDecided) {
        throwAt(entry);
      }
    }
    if (away) {
      throw new DependencyUnavailableException(
          "the ledger: away", new IllegalStateException("away"));
    }
    return new Open(entries);
  }

  private void throwAt(LedgerEntry entry) {
    if (failing.contains(entry.update().messageId())) {
      throw new IllegalStateException("no row for \"" + entry.update().profileId() + "\" today");
    }
  }

  @Override
  public long publishedUpTo(UUID topicId, int partition) {
    return 0;
  }

  @Override
  public synchronized void closeTopic(
      UUID topicId, int partition, long publishedUpTo, Instant since) {
    for (Deque<Written> versions : rows.values()) {
      versions.removeIf(
          version ->
              version.by().topicId().equals(topicId)
                  && version.by().partition() == partition
                  && version.by().offset() >= publishedUpTo);
    }
  }

  private synchronized @Nullable LastSend visible(SendKey key, RecordPosition position) {
    LastSend last = null;
    for (Written version : rows.getOrDefault(key, new ArrayDeque<>())) {
      if (!version.by().isBeside(position) || version.by().offset() < position.offset()) {
        last = version.last();
      }
    }
    return last;
  }

  private synchronized void write(List<Written> decided, Set<RecordPosition> of) {
    for (Deque<Written> versions : rows.values()) {
      versions.removeIf(version -> of.contains(version.by()));
    }
    for (Written it : decided) {
      rows.computeIfAbsent(it.key(), _ -> new ArrayDeque<>()).addLast(it);
    }
  }

  private final class Open implements LedgerBatch {
    private final Map<RecordPosition, LedgerEntry> entries = new HashMap<>();
    private final List<Written> decided = new ArrayList<>();
    private @Nullable RecordPosition current;

    Open(List<LedgerEntry> entries) {
      entries.forEach(entry -> this.entries.put(entry.position(), entry));
    }

    @Override
    public boolean isReadAgain(RecordPosition position) {
      LedgerEntry entry = Objects.requireNonNull(entries.get(position));
      throwAt(entry);
      return entry.readAgain();
    }

    @Override
    public SendHistory historyAt(RecordPosition position) {
      current = position;
      return key -> {
        for (Written it : decided.reversed()) {
          if (it.key().equals(key)) {
            return it.last();
          }
        }
        return visible(key, position);
      };
    }

    @Override
    public void remember(List<SendHistory.Entry> sent) {
      RecordPosition by = Objects.requireNonNull(current);
      for (SendHistory.Entry entry : sent) {
        decided.add(new Written(by, entry.key(), entry.last()));
      }
    }

    @Override
    public boolean commit() {
      if (merges.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        return false;
      }
      write(decided, new HashSet<>(entries.keySet()));
      return true;
    }

    @Override
    public void close() {}
  }
}
