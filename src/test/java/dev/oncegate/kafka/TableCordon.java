package dev.oncegate.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Cordons in memory, shared by several lanes. */
final class TableCordon implements Cordon {
  private record Row(UUID topicId, Cordoned cordoned) {}

  private final List<Row> rows = new ArrayList<>();

  @Override
  public synchronized List<Cordoned> standing(UUID topicId, Collection<Integer> partitions) {
    return rows.stream()
        .filter(row -> row.topicId().equals(topicId))
        .map(Row::cordoned)
        .filter(it -> partitions.contains(it.partition()))
        .toList();
  }

  @Override
  public synchronized void raise(UUID topicId, Collection<Cordoned> cordoned) {
    for (Cordoned it : cordoned) {
      long from = it.from();
      long to = it.to();
      for (Row row : List.copyOf(rows)) {
        Cordoned old = row.cordoned();
        if (row.topicId().equals(topicId)
            && old.partition() == it.partition()
            && old.profile().equals(it.profile())) {
          from = Math.min(from, old.from());
          to = Math.max(to, old.to());
          rows.remove(row);
        }
      }
      rows.add(new Row(topicId, new Cordoned(it.partition(), it.profile(), from, to)));
    }
  }

  @Override
  public synchronized void lift(UUID topicId, int partition, long through) {
    rows.removeIf(
        row ->
            row.topicId().equals(topicId)
                && row.cordoned().partition() == partition
                && row.cordoned().to() <= through);
  }

  synchronized boolean isEmpty() {
    return rows.isEmpty();
  }
}
