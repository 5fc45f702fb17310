/**
 * Decisions that send the same set of external ids become one id group, so that their destinations
 * share events. Knows decisions, not events.
 */
@NullMarked
package dev.oncegate.core.group;

import org.jspecify.annotations.NullMarked;
