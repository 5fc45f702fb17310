/**
 * Proves a rulebook over all situations: gaps, dead and redundant rows, conflicts, safety
 * properties. Works on what the rules answered, and knows nothing of the engine that asked them.
 */
@NullMarked
package dev.oncegate.rules.proof;

import org.jspecify.annotations.NullMarked;
