package dev.oncegate.core.update;

/**
 * A tenant.
 *
 * @param tier {@code free}, {@code self_service}, {@code business} or any other word; empty where
 *     it is not known
 */
public record Space(String id, String tier) {}
