/**
 * Canonical profile to external ids: what a profile is known by, and which profiles became one.
 * Must not know HTTP resources, Kafka, rules or destinations.
 */
@NullMarked
package dev.oncegate.identity;

import org.jspecify.annotations.NullMarked;
