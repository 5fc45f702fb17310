/**
 * Programs that the bench measures Oncegate against, each a main class of its own that makes the
 * same events of the same updates. Must not use what makes Oncegate's decisions: they are somebody
 * else's programs.
 */
@NullMarked
package dev.oncegate.bench.peer;

import org.jspecify.annotations.NullMarked;
