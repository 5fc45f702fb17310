package dev.oncegate.kafka;

import java.util.UUID;

/**
 * Where an update stands in the log.
 *
 * @param topicId unlike a name, never given to a second topic
 */
public record Place(UUID topicId, int partition, long offset) {}
