package dev.oncegate.postgres;

import dev.oncegate.core.decide.LastSend;
import dev.oncegate.core.update.RecordPosition;
import java.time.Instant;

/**
 * One version of what the ledger says of a profile or an address, for people to read.
 *
 * @param profileId of the update that wrote it
 * @param messageId of the update that wrote it
 * @param byFormerRule whether it is under an address as addresses were compared before
 */
public record LedgerRow(
    String destinationId,
    String profileId,
    LastSend last,
    String messageId,
    RecordPosition writtenBy,
    Instant writtenAt,
    boolean byFormerRule) {}
