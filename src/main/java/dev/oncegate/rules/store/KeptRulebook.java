package dev.oncegate.rules.store;

import java.time.Instant;
import java.util.List;

/**
 * A rulebook that was uploaded, or came into force from a directory.
 *
 * @param files the names of its files, sorted
 */
public record KeptRulebook(
    String hash, String author, String note, Instant uploadedAt, List<String> files) {}
