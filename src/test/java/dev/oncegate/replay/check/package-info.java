/** Invented histories that the checkers must reject, and such that they must accept. */
@NullMarked
package dev.oncegate.replay.check;

import org.jspecify.annotations.NullMarked;
