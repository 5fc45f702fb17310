/**
 * The crash test: the real program is killed, frozen and cut off from its servers while it works,
 * and then everything that a reader saw is held against what had to come. Uses the service from
 * outside, and knows nothing of how it keeps its promise.
 */
@NullMarked
package dev.oncegate.crash;

import org.jspecify.annotations.NullMarked;
