/**
 * A small mutation fuzzer: inputs made of valid samples by chance, from a seed, and a property that
 * each of them must keep. Must know none of the readers that it is for.
 */
@NullMarked
package dev.oncegate.fuzz;

import org.jspecify.annotations.NullMarked;
