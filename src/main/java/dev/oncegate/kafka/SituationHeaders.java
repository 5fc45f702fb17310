package dev.oncegate.kafka;

import dev.oncegate.core.decide.Situation;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The header of a decision that says which situation was decided, so that somebody can be told
 * later why. There are few situations, so that each is put into words once. For one thread.
 */
final class SituationHeaders {
  private static final int MOST_KEPT = 10_000;

  private final Function<Situation, String> inWords;
  private final Map<Situation, RecordHeaders> kept = new HashMap<>();

  SituationHeaders(Function<Situation, String> inWords) {
    this.inWords = inWords;
  }

  RecordHeaders of(Situation situation) {
    RecordHeaders known = kept.get(situation);
    if (known == null) {
      byte[] words = Headers.bytes(inWords.apply(situation));
      known = Outgoing.shared(new RecordHeader(Headers.SITUATION, words));
      if (kept.size() == MOST_KEPT) {
        kept.clear();
      }
      kept.put(situation, known);
    }
    return known;
  }
}
