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
        best = better(best, ids.get(at++));
      }
      if (destination.isRelevant(best.type())) {
        choose(best, chosen);
      }
    }
    chosen.sort(ExternalId.BY_TYPE_AND_ID);
    return List.copyOf(chosen);
  }

  /**
   * Chooses an id, unless a better one of its kind was chosen: {@code Email} came, {@code email}
   * comes.
   */
  private void choose(ExternalId id, List<ExternalId> chosen) {
    for (int i = 0; i < chosen.size(); i++) {
      if (chosen.get(i).kind().equals(id.kind())) {
        chosen.set(i, better(chosen.get(i), id));
        return;
      }
    }
    chosen.add(id);
  }

  private ExternalId better(ExternalId one, ExternalId other) {
    return other.isNewerThan(one) == (this == LATEST) ? other : one;
  }
}
