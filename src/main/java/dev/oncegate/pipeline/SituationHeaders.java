package dev.oncegate.pipeline;

import dev.oncegate.codec.MessageHeader;
import dev.oncegate.core.decide.Situation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The headers of a decision: which situation was decided, so that somebody can be told later why,
 * and how many external ids its update has, which is to how many the legacy flow would have sent
 * it. There are few situations, so that each is put into words once. For one thread.
 */
final class SituationHeaders {
  private static final int MOST_KEPT = 10_000;

  private final Function<Situation, String> inWords;
  private final Map<Situation, MessageHeader> kept = new HashMap<>();

  SituationHeaders(Function<Situation, String> inWords) {
    this.inWords = inWords;
  }

  List<MessageHeader> of(Situation situation, int externalIds) {
    if (kept.size() == MOST_KEPT) {
      kept.clear();
    }
    MessageHeader inWordsOnce =
        kept.computeIfAbsent(
            situation, it -> MessageHeaders.header(MessageHeaders.SITUATION, inWords.apply(it)));
    return List.of(
        inWordsOnce,
        MessageHeaders.header(MessageHeaders.EXTERNAL_IDS, Integer.toString(externalIds)));
  }
}
