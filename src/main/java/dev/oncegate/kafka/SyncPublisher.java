package dev.oncegate.kafka;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.decide.Decision;
import dev.oncegate.core.decide.Situation;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.core.event.OutboundEvent;
import dev.oncegate.json.DecisionWriter;
import dev.oncegate.json.EventWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Publishes what follows from a batch of the sync stage: events, decisions, what is parked. */
final class SyncPublisher {
  private final TopicBook topics;
  private final Detour detour;
  private final Parking parking;
  private final SituationHeaders situations;
  private final boolean decisionLog;

  /** What became of a message. */
  sealed interface Step permits Parked, SyncCase {}

  /** It could not be read, or nothing could be sent. */
  record Parked(ConsumerRecord<byte[], byte[]> message, Why why) implements Step {}

  /**
   * A publisher for one lane.
   *
   * @param inWords how a situation is noted beside its decision
   * @param decisionLog whether each decision is published too
   */
  SyncPublisher(
      TopicBook topics,
      Detour detour,
      Parking parking,
      Function<Situation, String> inWords,
      boolean decisionLog) {
    this.topics = topics;
    this.detour = detour;
    this.parking = parking;
    this.situations = new SituationHeaders(inWords);
    this.decisionLog = decisionLog;
  }

  /** Makes topics of routes that are new, since that is no business of a transaction. */
  void makeTopics(List<Step> steps) {
    for (Step step : steps) {
      if (step instanceof SyncCase found && !found.isElsewhere()) {
        for (Decision decision : found.outcome().decisions()) {
          if (decision.verdict() instanceof Verdict.Send send && !decision.ids().isEmpty()) {
            topics.make(send.route());
          }
        }
      }
    }
  }

  /** Sends all that follows, and counts it. */
  Published publish(List<Step> steps, Outbox out) {
    var published = new Published();
    for (Step step : steps) {
      switch (step) {
        case Parked(ConsumerRecord<byte[], byte[]> message, Why why) ->
            park(message, why, out, published);
        case SyncCase found -> {
          if (found.isElsewhere()) {
            out.send(detour.forward(found, out));
            published.forwarded();
          } else {
            publish(found, out, published);
          }
        }
      }
    }
    return published;
  }

  private void publish(SyncCase found, Outbox out, Published published) {
    Outcome outcome = found.outcome();
    byte[] key = keyOf(outcome);
    outcome.forEachEvent(
        event -> {
          out.send(event(key, event));
          published.event();
        });
    boolean parks = false;
    for (Decision decision : outcome.decisions()) {
      if (decisionLog) {
        out.send(decision(key, outcome, decision));
      }
      published.decision(decision.verdict());
      parks |= decision.verdict() instanceof Verdict.Park;
    }
    if (parks) {
      park(found.message(), whyParked(outcome), out, published);
    }
  }

  private void park(
      ConsumerRecord<byte[], byte[]> message, Why why, Outbox out, Published published) {
    out.send(parking.park(message, Origin.of(message), why));
    published.parked(why.reason());
  }

  /** The key of all that follows from an update: its profile. */
  static byte[] keyOf(Outcome outcome) {
    return Headers.bytes(outcome.update().profileId());
  }

  Outgoing event(byte[] key, OutboundEvent event) {
    return new Outgoing(topics.topics().eventsOf(event.route()), key, EventWriter.write(event));
  }

  Outgoing decision(byte[] key, Outcome outcome, Decision decision) {
    return new Outgoing(
        topics.topics().syncDecisions(),
        key,
        DecisionWriter.write(outcome, decision),
        situations.of(decision.situation()));
  }

  private static Why whyParked(Outcome outcome) {
    var reasons = new ArrayList<String>(1);
    var sentences = new ArrayList<String>(1);
    var destinations = new ArrayList<String>(1);
    for (Decision decision : outcome.decisions()) {
      if (decision.verdict() instanceof Verdict.Park park) {
        reasons.add(park.reason().word());
        sentences.add(
            decision.destination().id() + ": " + park.row().sentence() + " (" + park.row() + ")");
        destinations.add(decision.destination().id());
      }
    }
    return new Why(reasons.get(0), "", String.join("; ", sentences), destinations);
  }
}
