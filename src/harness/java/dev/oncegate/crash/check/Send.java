package dev.oncegate.crash.check;

/**
 * An event that a reader saw, for one of its destinations.
 *
 * @param messageId of the update that caused it
 * @param eventId the event's own message id
 * @param place where it stands, for people: {@code destination-events-2@17}
 * @param timestamp when it was written, in milliseconds since 1970
 */
public record Send(
    String destinationId, String messageId, String eventId, String place, long timestamp) {}
