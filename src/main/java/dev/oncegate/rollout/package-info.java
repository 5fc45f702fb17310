/**
 * How traffic moves onto new decisions: flags and gates, read through OpenFeature, and the
 * comparator of the two flows. Must not know rules, Kafka or HTTP.
 */
@NullMarked
package dev.oncegate.rollout;

import org.jspecify.annotations.NullMarked;
