package dev.oncegate.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.oncegate.core.Outcome;
import dev.oncegate.core.decide.Decision;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.core.update.ExternalId;
import java.io.IOException;

/**
 * Writes decisions as JSON: a record of the decision log, a line of {@code replay --decisions}.
 * Both are the same, so that a replay can be held against what the service did.
 */
public final class DecisionWriter {
  private DecisionWriter() {}

  /** One decision in UTF-8, without a line end. */
  public static byte[] write(Outcome outcome, Decision decision) {
    return JsonBytes.of(json -> write(outcome, decision, json));
  }

  private static void write(Outcome outcome, Decision decision, JsonGenerator json)
      throws IOException {
    Verdict verdict = decision.verdict();
    json.writeStartObject();
    json.writeStringField("messageId", outcome.update().messageId());
    json.writeStringField("profileId", outcome.update().profileId());
    json.writeStringField("destinationId", decision.destination().id());
    json.writeStringField("action", verdict.action());
    json.writeArrayFieldStart("ids");
    for (ExternalId id : decision.ids()) {
      Values.writeAddress(json, id);
    }
    json.writeEndArray();
    json.writeStringField("reason", verdict.reason().word());
    json.writeFieldName("route");
    switch (verdict) {
      case Verdict.Send send -> json.writeString(send.route().word());
      case Verdict.Drop _, Verdict.Park _ -> json.writeNull();
    }
    json.writeStringField("row", verdict.row().address());
    json.writeStringField("rulebook", outcome.rulebook());
    json.writeStringField("spaceId", outcome.update().spaceId());
    json.writeStringField("computationId", outcome.update().computation().id());
    json.writeEndObject();
  }
}
