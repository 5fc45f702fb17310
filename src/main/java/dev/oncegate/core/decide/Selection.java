package dev.oncegate.core.decide;

import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.ExternalId;
import java.util.ArrayList;
import java.util.List;

/** Which of a profile's external ids a verdict sends. */
public enum Selection {
  /** Every id. */
  ALL,
  /** For each type in {@code dedupesOn}, the newest; a tie goes to the id that sorts last. */
  LATEST,
  /** For each type in {@code dedupesOn}, the oldest; a tie goes to the id that sorts first. */
  OLDEST;

  /**
   * The chosen ids, sorted by type and id. A destination without {@code dedupesOn} chooses among
   * all types, so that a table that says LATEST for it does not silence it.
   *
   * @param ids sorted by type and id
   */
  public List<ExternalId> from(List<ExternalId> ids, Destination destination) {
    if (this == ALL) {
      return ids;
    }
    var chosen = new ArrayList<ExternalId>(4);
    int at = 0;
    while (at < ids.size()) {
      ExternalId best = ids.get(at++);
      while (at < ids.size() && ids.get(at).type().equals(best.type())) {
        ExternalId next = ids.get(at++);
        int age = ExternalId.compareCreation(next, best);
        if (this == LATEST ? age >= 0 : age < 0) {
          best = next;
        }
      }
      if (destination.isRelevant(best.type())) {
        chosen.add(best);
      }
    }
    return List.copyOf(chosen);
  }
}
