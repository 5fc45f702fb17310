package dev.oncegate.kafka;

import dev.oncegate.core.decide.Situation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The header of a decision that says which situation was decided, so that somebody can be told
 * later why. There are few situations, so that each is put into words once. For one thread.
 */
final class SituationHeaders {
  private static final int MOST_KEPT = 10_000;

  private final Function<Situation, String> inWords;
  private final Map<Situation, List<Header>> kept = new HashMap<>();

  SituationHeaders(Function<Situation, String> inWords) {
    this.inWords = inWords;
  }

  List<Header> of(Situation situation) {
    List<Header> known = kept.get(situation);
    if (known == null) {
      known = List.of(new RecordHeader(Headers.SITUATION, Headers.bytes(inWords.apply(situation))));
      if (kept.size() == MOST_KEPT) {
        kept.clear();
      }
      kept.put(situation, known);
    }
    return known;
  }
}
