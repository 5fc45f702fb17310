/**
 * The bench: the same updates through Oncegate and its peers, each a process of its own, in turns
 * on one machine, and what each took for it. Looks at all of them from outside, and knows nothing
 * of how they do it.
 */
@NullMarked
package dev.oncegate.bench;

import org.jspecify.annotations.NullMarked;
