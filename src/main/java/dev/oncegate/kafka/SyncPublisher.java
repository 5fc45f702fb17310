package dev.oncegate.kafka;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.decide.Decision;
import dev.oncegate.core.decide.Situation;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.core.event.OutboundEvent;
import dev.oncegate.core.group.Delivery;
import dev.oncegate.core.group.IdGroup;
import dev.oncegate.json.DecisionWriter;
import dev.oncegate.json.EventWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Publishes what follows from a batch of the sync stage: events, decisions, what is parked. */
final class SyncPublisher {
  private final TopicBook topics;
  private final Detour detour;
  private final Parking parking;
  private final LaneMeters meters;
  private final SituationHeaders situations;
  private final boolean decisionLog;

  /** What became of a message. */
  sealed interface Step {}

  /** It could not be read, or nothing could be sent. */
  record Parked(ConsumerRecord<byte[], byte[]> message, Why why) implements Step {}

  /** It was decided, or is to be decided elsewhere. */
  record Passed(SyncCase found) implements Step {}

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
      LaneMeters meters,
      Function<Situation, String> inWords,
      boolean decisionLog) {
    this.topics = topics;
    this.detour = detour;
    this.parking = parking;
    this.meters = meters;
    this.situations = new SituationHeaders(inWords);
    this.decisionLog = decisionLog;
  }

  /** Makes topics of routes that are new, since that is no business of a transaction. */
  void makeTopics(List<Step> steps) {
    for (Step step : steps) {
      if (step instanceof Passed(SyncCase found) && !found.isElsewhere()) {
        for (IdGroup group : found.outcome().groups()) {
          for (Delivery delivery : group.deliveries()) {
            topics.make(delivery.route());
          }
        }
      }
    }
  }

  void publish(List<Step> steps, Outbox out) {
    for (Step step : steps) {
      switch (step) {
        case Parked(ConsumerRecord<byte[], byte[]> message, Why why) ->
            out.send(parking.park(message, Origin.of(message), why));
        case Passed(SyncCase found) -> {
          if (found.isElsewhere()) {
            out.send(detour.forward(found, out));
          } else {
            publish(found, out);
          }
        }
      }
    }
  }

  private void publish(SyncCase found, Outbox out) {
    Outcome outcome = found.outcome();
    outcome.forEachEvent(event -> out.send(event(event)));
    if (decisionLog) {
      for (Decision decision : outcome.decisions()) {
        out.send(decision(outcome, decision));
      }
    }
    if (!outcome.parkedFor().isEmpty()) {
      var origin = Origin.of(found.message());
      out.send(parking.park(found.message(), origin, whyParked(outcome)));
    }
  }

  ProducerRecord<byte[], byte[]> event(OutboundEvent event) {
    return new ProducerRecord<>(
        topics.topics().eventsOf(event.route()),
        Headers.bytes(event.update().profileId()),
        EventWriter.write(event));
  }

  ProducerRecord<byte[], byte[]> decision(Outcome outcome, Decision decision) {
    return new ProducerRecord<>(
        topics.topics().syncDecisions(),
        null,
        Headers.bytes(outcome.update().profileId()),
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

  /** Counts what was published. */
  void count(Stage stage, List<Step> steps) {
    meters.updates(stage, steps.size());
    var outcomes = new ArrayList<Outcome>(steps.size());
    for (Step step : steps) {
      switch (step) {
        case Parked(_, Why why) -> meters.parked(stage, why.reason());
        case Passed(SyncCase found) -> {
          if (found.isElsewhere()) {
            meters.forwarded();
          } else {
            outcomes.add(found.outcome());
            if (!found.outcome().parkedFor().isEmpty()) {
              meters.parked(stage, whyParked(found.outcome()).reason());
            }
          }
        }
      }
    }
    meters.outcomes(outcomes);
  }
}
