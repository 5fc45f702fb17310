/**
 * What comes in: profile updates, and the spaces, destinations and connections they are decided
 * for. Knows nothing of decisions.
 */
@NullMarked
package dev.oncegate.core.update;

import org.jspecify.annotations.NullMarked;
