/**
 * Spaces, destinations and connections: people change them here, and lanes read a snapshot of them
 * that is never older than two seconds. Must not know HTTP, Kafka or rules.
 */
@NullMarked
package dev.oncegate.integrations;

import org.jspecify.annotations.NullMarked;
