package dev.oncegate.pipeline;

import dev.oncegate.codec.DecisionWriter;
import dev.oncegate.codec.EventWriter;
import dev.oncegate.codec.MessageHeader;
import dev.oncegate.codec.TopicMessage;
import dev.oncegate.core.Outcome;
import dev.oncegate.core.decide.Decision;
import dev.oncegate.core.decide.Situation;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.core.event.OutboundEvent;
import dev.oncegate.core.group.Delivery;
import dev.oncegate.core.group.IdGroup;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Writes what follows from a batch of the sync stage: events, decisions, what is parked. */
final class SyncOutput {
  private final OutputTopics topics;
  private final ParkedMessages parkedMessages;
  private final SituationHeaders situations;
  private final boolean decisionLog;

  /**
   * An output for one lane.
   *
   * @param inWords how a situation is noted beside its decision
   * @param decisionLog whether each decision is published too
   */
  SyncOutput(
      OutputTopics topics, Stage stage, Function<Situation, String> inWords, boolean decisionLog) {
    this.topics = topics;
    this.parkedMessages = new ParkedMessages(topics, stage);
    this.situations = new SituationHeaders(inWords);
    this.decisionLog = decisionLog;
  }

  /** Makes topics of routes that are new, since that is no business of a transaction. */
  void makeTopics(List<SyncItem.Result> results) {
    for (SyncItem.Result result : results) {
      if (result instanceof SyncItem.Decided(_, _, Outcome outcome)) {
        for (IdGroup group : outcome.groups()) {
          for (Delivery delivery : group.deliveries()) {
            topics.make(delivery.route());
          }
        }
      }
    }
  }

  /** Writes all that follows, and counts it. */
  PublishedCounts write(List<SyncItem.Result> results, MessageWriter out) {
    var counts = new PublishedCounts();
    for (SyncItem.Result result : results) {
      switch (result) {
        case SyncItem.ToPark(InputMessage message, ParkReason reason, _) ->
            park(message, reason, out, counts);
        case SyncItem.ToForward(InputMessage message, LedgerEntry entry) -> {
          out.write(forwarded(message, entry));
          counts.forwarded();
        }
        case SyncItem.Decided(InputMessage message, _, Outcome outcome) ->
            write(message, outcome, out, counts);
      }
    }
    return counts;
  }

  private void write(
      InputMessage message, Outcome outcome, MessageWriter out, PublishedCounts counts) {
    byte[] key = keyOf(outcome);
    counts.update(outcome.flow());
    outcome.forEachEvent(
        event -> {
          out.write(event(key, event));
          counts.event();
        });
    boolean parks = false;
    for (Decision decision : outcome.decisions()) {
      if (decisionLog) {
        out.write(decision(key, outcome, decision));
      }
      counts.decision(decision.verdict());
      parks |= decision.verdict() instanceof Verdict.Park;
    }
    if (parks) {
      park(message, whyParked(outcome), out, counts);
    }
  }

  private void park(
      InputMessage message, ParkReason reason, MessageWriter out, PublishedCounts counts) {
    out.write(parkedMessages.park(message.message(), reason));
    counts.parked(reason.reason());
  }

  /**
   * The message for the slow topic: the same, and where it came from. It keeps its partition, so
   * that messages of a partition stay in order.
   */
  private OutputMessage forwarded(InputMessage input, LedgerEntry entry) {
    TopicMessage message = input.message();
    List<MessageHeader> headers = new ArrayList<>(input.headersToForward());
    headers.addAll(MessageHeaders.of(message.origin()));
    headers.add(
        MessageHeaders.header(MessageHeaders.TOPIC_ID, entry.position().topicId().toString()));
    return new OutputMessage(
        topics.names().identifiedSlow(),
        message.origin().partition(),
        message.key(),
        message.value(),
        headers);
  }

  /** The key of all that follows from an update: its profile. */
  static byte[] keyOf(Outcome outcome) {
    return outcome.update().profileId().getBytes(StandardCharsets.UTF_8);
  }

  OutputMessage event(byte[] key, OutboundEvent event) {
    String topic = topics.names().eventsOf(event.route());
    return new OutputMessage(topic, null, key, EventWriter.write(event), List.of());
  }

  OutputMessage decision(byte[] key, Outcome outcome, Decision decision) {
    return new OutputMessage(
        topics.names().syncDecisions(),
        null,
        key,
        DecisionWriter.write(outcome, decision),
        situations.of(decision.situation(), outcome.update().externalIds().size()));
  }

  private static ParkReason whyParked(Outcome outcome) {
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
    return new ParkReason(reasons.getFirst(), "", String.join("; ", sentences), destinations);
  }
}
