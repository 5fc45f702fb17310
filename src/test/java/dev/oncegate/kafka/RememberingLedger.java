package dev.oncegate.kafka;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.decide.LastSend;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.decide.SendKey;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A ledger in memory that several lanes share, and that can be away for a while. */
final class RememberingLedger implements Ledger {
  private final Map<SendKey, Deque<Written>> rows = new HashMap<>();
  private volatile boolean away;
  private volatile boolean onlyDecided;
  private final Set<String> failing = ConcurrentHashMap.newKeySet();
  private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

  private record Written(Place by, LastSend last) {}

  void away(boolean isAway) {
    away = isAway;
  }

  /** Messages that it throws at. */
  Set<String> failing() {
    return failing;
  }

  /** It throws only where it is to decide. */
  void failsOnlyWhereItDecides() {
    onlyDecided = true;
  }

  /** How often it was asked for a message. */
  int asked(String messageId) {
    return asked.getOrDefault(messageId, new AtomicInteger()).get();
  }

  synchronized void forget() {
    rows.clear();
  }

  @Override
  public synchronized void decide(List<? extends Case> cases) {
    for (Case it : cases) {
      String messageId = it.update().messageId();
      asked.computeIfAbsent(messageId, _ -> new AtomicInteger()).incrementAndGet();
      boolean decides = !onlyDecided || it.decide(_ -> null) != null;
      if (decides && failing.contains(messageId)) {
        throw new IllegalStateException("no row for \"" + it.update().profileId() + "\" today");
      }
    }
    if (away) {
      throw new Unavailable("the ledger: away", new IllegalStateException("away"));
    }
    for (Case it : cases) {
      Outcome outcome =
          it.isReadAgain() ? it.decideAgain() : it.decide(key -> visible(key, it.place()));
      if (outcome != null) {
        for (SendHistory.Entry entry : outcome.entries()) {
          Deque<Written> versions = rows.computeIfAbsent(entry.key(), key -> new ArrayDeque<>());
          versions.removeIf(version -> version.by().equals(it.place()));
          versions.addLast(new Written(it.place(), entry.last()));
        }
      }
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

  private @Nullable LastSend visible(SendKey key, Place place) {
    LastSend last = null;
    for (Written version : rows.getOrDefault(key, new ArrayDeque<>())) {
      Place by = version.by();
      boolean same = by.topicId().equals(place.topicId()) && by.partition() == place.partition();
      if (!same || by.offset() < place.offset()) {
        last = version.last();
      }
    }
    return last;
  }
}
