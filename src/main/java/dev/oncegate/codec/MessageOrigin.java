package dev.oncegate.codec;

/**
 * Where a message is, or was before it was forwarded or parked.
 *
 * @param timestamp in milliseconds since 1970
 */
public record MessageOrigin(String topic, int partition, long offset, long timestamp) {}
