/**
 * Checks of a recorded history against what had to come of its input: pure functions, each shown by
 * a test to reject an invented history that is wrong. Must not know how the history was recorded,
 * nor ask the product what it thinks is right.
 */
@NullMarked
package dev.oncegate.crash.check;

import org.jspecify.annotations.NullMarked;
