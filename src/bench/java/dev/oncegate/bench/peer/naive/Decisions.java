package dev.oncegate.bench.peer.naive;

import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.core.update.Resend;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Decides an update: asks the table, asks the rules, tells the table. */
final class Decisions {
  private final Integrations integrations;
  private final Rules rules;
  private final SendTable table;

  Decisions(Integrations integrations, Rules rules, SendTable table) {
    this.integrations = integrations;
    this.rules = rules;
    this.table = table;
  }

  /**
   * The ids that each destination gets, in the order of their ids; none for those that get none.
   */
  Map<Destination, List<IncomingUpdate.Id>> decide(IncomingUpdate update) throws SQLException {
    List<Destination> destinations =
        integrations.destinationsOf(update.spaceId(), update.computationId());
    Map<Destination, Question> questions = new LinkedHashMap<>();
    for (Destination destination : destinations) {
      questions.put(destination, question(update, destination));
    }
    rules.answer(questions.values());
    Map<Destination, List<IncomingUpdate.Id>> sends = new LinkedHashMap<>();
    for (Map.Entry<Destination, Question> asked : questions.entrySet()) {
      Destination destination = asked.getKey();
      switch (String.valueOf(asked.getValue().getAnswer())) {
        case Rules.SEND_ALL -> sends.put(destination, update.ids());
        case Rules.SEND_LATEST -> {
          sends.put(destination, latest(update, destination));
          table.put(key(update, destination), new SendTable.Sent(update.message(), false));
        }
        case Rules.PARK ->
            throw new IllegalStateException("nowhere to park an update of unknown trigger");
        default -> {}
      }
    }
    table.commit();
    return sends;
  }

  private Question question(IncomingUpdate update, Destination destination) throws SQLException {
    return new Question(
        update.trigger(),
        destination.isDeduped(),
        update.isMember(),
        hasRelevant(update.ids(), destination),
        hasRelevant(update.newIds(), destination),
        update.mergedMember(),
        destination.isDeduped() && alreadySent(update, destination));
  }

  private boolean alreadySent(IncomingUpdate update, Destination destination) throws SQLException {
    SendTable.Key key = key(update, destination);
    SendTable.Sent sent = table.find(key);
    if (sent == null) {
      return false;
    }
    boolean againOnReentry = destination.resend() instanceof Resend.OnReentry;
    if (againOnReentry && !update.isMember() && !sent.leftSince()) {
      table.put(key, new SendTable.Sent(sent.value(), true));
    }
    return sent.value().equals(update.message()) && !(againOnReentry && sent.leftSince());
  }

  private static boolean hasRelevant(List<IncomingUpdate.Id> ids, Destination destination) {
    return ids.stream().anyMatch(id -> destination.isRelevant(id.type()));
  }

  private static List<IncomingUpdate.Id> latest(IncomingUpdate update, Destination destination) {
    var latest = new ArrayList<IncomingUpdate.Id>();
    destination.dedupesOn().stream()
        .sorted()
        .forEach(
            type -> {
              IncomingUpdate.Id newest = IncomingUpdate.newest(update.ids(), type);
              if (newest != null) {
                latest.add(newest);
              }
            });
    return latest;
  }

  private static SendTable.Key key(IncomingUpdate update, Destination destination) {
    return new SendTable.Key(
        update.spaceId(), update.computationId(), destination.id(), update.profileId());
  }
}
