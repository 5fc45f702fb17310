/**
 * Proves a rulebook over all situations: gaps, dead and redundant rows, conflicts, safety
 * properties. Works on what the engine answered, and does not know Drools.
 */
@NullMarked
package dev.oncegate.rules.proof;

import org.jspecify.annotations.NullMarked;
