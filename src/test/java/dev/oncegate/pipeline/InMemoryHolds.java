package dev.oncegate.pipeline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Holds in memory, shared by several lanes. */
public final class InMemoryHolds implements ProfileHolds {
  private record Row(UUID topicId, ProfileHold hold) {}

  private final List<Row> rows = new ArrayList<>();

  @Override
  public synchronized List<ProfileHold> of(UUID topicId, Collection<Integer> partitions) {
    return rows.stream()
        .filter(row -> row.topicId().equals(topicId))
        .map(Row::hold)
        .filter(it -> partitions.contains(it.partition()))
        .toList();
  }

  @Override
  public synchronized void hold(UUID topicId, Collection<ProfileHold> holds) {
    for (ProfileHold it : holds) {
      long from = it.from();
      long to = it.to();
      for (Row row : List.copyOf(rows)) {
        ProfileHold old = row.hold();
        if (row.topicId().equals(topicId)
            && old.partition() == it.partition()
            && old.profile().equals(it.profile())) {
          from = Math.min(from, old.from());
          to = Math.max(to, old.to());
          rows.remove(row);
        }
      }
      rows.add(new Row(topicId, new ProfileHold(it.partition(), it.profile(), from, to)));
    }
  }

  @Override
  public synchronized void release(UUID topicId, int partition, long through) {
    rows.removeIf(
        row ->
            row.topicId().equals(topicId)
                && row.hold().partition() == partition
                && row.hold().to() <= through);
  }

  public synchronized boolean isEmpty() {
    return rows.isEmpty();
  }
}
