package dev.oncegate.codec;

import dev.oncegate.codec.JsonBuffer.Name;
import dev.oncegate.core.Outcome;
import dev.oncegate.core.decide.Decision;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.core.update.ProfileUpdate;
import org.jspecify.annotations.Nullable;

/**
 * Writes decisions as JSON: a record of the decision log, a line of {@code replay --decisions}.
 * Both are the same, so that a replay can be held against what the service did.
 */
public final class DecisionWriter {
  private static final Name MESSAGE_ID = new Name("messageId");
  private static final Name PROFILE_ID = new Name("profileId");
  private static final Name DESTINATION_ID = new Name("destinationId");
  private static final Name ACTION = new Name("action");
  private static final Name IDS = new Name("ids");
  private static final Name REASON = new Name("reason");
  private static final Name ROUTE = new Name("route");
  private static final Name ROW = new Name("row");
  private static final Name RULEBOOK = new Name("rulebook");
  private static final Name SPACE_ID = new Name("spaceId");
  private static final Name COMPUTATION_ID = new Name("computationId");
  private static final Name RULE = new Name("rule");

  // One for each thread: it keeps the bytes to write into, and what was written last.
  private static final ThreadLocal<DecisionWriter> OF_THREAD =
      ThreadLocal.withInitial(DecisionWriter::new);

  // The decisions about an update come one after the other, and share how they begin and end.
  private @Nullable ProfileUpdate update;
  private String rulebook = "";
  private final JsonBuffer begin = new JsonBuffer();
  private final JsonBuffer end = new JsonBuffer();
  private final JsonBuffer json = new JsonBuffer();

  private DecisionWriter() {}

  /** One decision in UTF-8, without a line end. */
  public static byte[] write(Outcome outcome, Decision decision) {
    DecisionWriter writer = OF_THREAD.get();
    writer.share(outcome);
    return writer.written(decision);
  }

  @SuppressWarnings("ReferenceEquality") // What is another object is just written again.
  private void share(Outcome outcome) {
    ProfileUpdate next = outcome.update();
    if (update == next && rulebook.equals(outcome.rulebook())) {
      return;
    }
    begin.clear().name(MESSAGE_ID).string(next.messageId());
    begin.name(PROFILE_ID).string(next.profileId());
    end.clear().name(RULEBOOK).word(outcome.rulebook()).name(SPACE_ID).word(next.spaceId());
    end.name(COMPUTATION_ID).word(next.computation().id());
    update = next;
    rulebook = outcome.rulebook();
  }

  private byte[] written(Decision decision) {
    Verdict verdict = decision.verdict();
    json.clear().object().part(begin).name(DESTINATION_ID).word(decision.destination().id());
    json.name(ACTION).word(verdict.action());
    ValueWriter.writeAddresses(json.name(IDS), decision.ids());
    json.name(REASON).word(verdict.reason().word()).name(ROUTE);
    switch (verdict) {
      case Verdict.Send send -> json.word(send.route().word());
      case Verdict.Drop _, Verdict.Park _ -> json.nothing();
    }
    json.name(ROW).word(verdict.row().address());
    // The row's name, which stays when its address changes.
    return json.part(end).name(RULE).word(verdict.row().sentence()).endObject().toBytes();
  }
}
