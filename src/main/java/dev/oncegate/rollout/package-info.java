/**
 * How traffic moves onto new decisions: flags and gates, read through OpenFeature, the comparator
 * of the two flows, and the candidate rulebook. Must not know how rules decide, Kafka or HTTP.
 */
@NullMarked
package dev.oncegate.rollout;

import org.jspecify.annotations.NullMarked;
