package dev.oncegate.json;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.decide.Decision;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.json.JsonBuffer.Name;

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

  // One for each thread, since four of five bytes of a new one would not be used.
  private static final ThreadLocal<JsonBuffer> OF_THREAD = ThreadLocal.withInitial(JsonBuffer::new);

  private DecisionWriter() {}

  /** One decision in UTF-8, without a line end. */
  public static byte[] write(Outcome outcome, Decision decision) {
    ProfileUpdate update = outcome.update();
    Verdict verdict = decision.verdict();
    JsonBuffer json = OF_THREAD.get().clear();
    json.object().name(MESSAGE_ID).string(update.messageId());
    json.name(PROFILE_ID).string(update.profileId());
    json.name(DESTINATION_ID).word(decision.destination().id());
    json.name(ACTION).word(verdict.action()).name(IDS).array();
    for (ExternalId id : decision.ids()) {
      Values.writeAddress(json, id);
    }
    json.endArray().name(REASON).word(verdict.reason().word()).name(ROUTE);
    switch (verdict) {
      case Verdict.Send send -> json.word(send.route().word());
      case Verdict.Drop _, Verdict.Park _ -> json.nothing();
    }
    json.name(ROW).word(verdict.row().address()).name(RULEBOOK).word(outcome.rulebook());
    json.name(SPACE_ID).word(update.spaceId());
    json.name(COMPUTATION_ID).word(update.computation().id());
    return json.endObject().toBytes();
  }
}
