/**
 * From an update and a destination to a verdict: the situation that rules see, the verdict they
 * answer, the ids it selects, and the send history as an update may see it. Must not know how rules
 * are written or where history is kept.
 */
@NullMarked
package dev.oncegate.core.decide;

import org.jspecify.annotations.NullMarked;
