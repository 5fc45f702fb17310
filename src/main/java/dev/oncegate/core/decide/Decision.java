package dev.oncegate.core.decide;

import dev.oncegate.core.update.Destination;
import dev.oncegate.core.update.ExternalId;
import java.util.List;

/**
 * The answer for one update and one destination.
 *
 * @param ids to whom it goes, sorted by type and id; empty unless the verdict is to send
 * @param entries what the history is to say from here on
 */
public record Decision(
    Destination destination,
    Situation situation,
    Verdict verdict,
    List<ExternalId> ids,
    List<SendHistory.Entry> entries) {}
