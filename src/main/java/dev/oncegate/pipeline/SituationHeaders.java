package dev.oncegate.pipeline;

import dev.oncegate.codec.MessageHeader;
import dev.oncegate.core.decide.Situation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The header of a decision that says which situation was decided, so that somebody can be told
 * later why. There are few situations, so that each is put into words once. For one thread.
 */
final class SituationHeaders {
  private static final int MOST_KEPT = 10_000;

  private final Function<Situation, String> inWords;
  private final Map<Situation, List<MessageHeader>> kept = new HashMap<>();

  SituationHeaders(Function<Situation, String> inWords) {
    this.inWords = inWords;
  }

  List<MessageHeader> of(Situation situation) {
    if (kept.size() == MOST_KEPT) {
      kept.clear();
    }
    return kept.computeIfAbsent(
        situation,
        it -> List.of(MessageHeaders.header(MessageHeaders.SITUATION, inWords.apply(it))));
  }
}
