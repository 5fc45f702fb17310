package dev.oncegate.core;

import dev.oncegate.core.decide.Decision;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.core.event.OutboundEvent;
import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.ExternalId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Sends updates through the gate one after the other, and remembers. */
public final class Gate {
  private final HistoryInAMap history = new HistoryInAMap();
  private final Connected connected;

  public Gate(Samples.DestinationOf... destinations) {
    var made = new ArrayList<Destination>();
    for (Samples.DestinationOf destination : destinations) {
      made.add(destination.made());
    }
    connected = new Connected(Samples.SPACE, made);
  }

  public Outcome process(Samples.UpdateOf update) {
    Outcome outcome = SyncGate.process(update.made(), connected, history, new TreeOfTheDesign());
    history.remember(outcome.entries());
    return outcome;
  }

  /** The decision for the first destination: {@code SEND entered [email:a]}. */
  public String decide(Samples.UpdateOf update) {
    return said(process(update).decisions().getFirst());
  }

  public List<OutboundEvent> events(Samples.UpdateOf update) {
    var events = new ArrayList<OutboundEvent>();
    process(update).forEachEvent(events::add);
    return events;
  }

  public static String said(Decision decision) {
    Verdict verdict = decision.verdict();
    String said = verdict.action() + " " + verdict.reason();
    return verdict instanceof Verdict.Send ? said + " " + said(decision.ids()) : said;
  }

  public static String said(List<ExternalId> ids) {
    return ids.stream()
        .map(id -> id.type() + ":" + id.id())
        .collect(Collectors.joining(" ", "[", "]"));
  }
}
