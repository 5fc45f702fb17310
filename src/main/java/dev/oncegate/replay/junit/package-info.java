/**
 * Cases and recordings in a directory as JUnit tests of a rulebook, for repositories that hold
 * tables. Knows rules, replay and JUnit; nothing of the program may know it, since the service has
 * no JUnit.
 */
@NullMarked
package dev.oncegate.replay.junit;

import org.jspecify.annotations.NullMarked;
