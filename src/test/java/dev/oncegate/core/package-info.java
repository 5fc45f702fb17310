/**
 * Tests of the core, and what they need to say little: sample updates, the decision tree as a
 * rulebook in plain Java, and a history in a map. Must not know the code they test but through it.
 */
@NullMarked
package dev.oncegate.core;

import org.jspecify.annotations.NullMarked;
