/**
 * The words that rules may use, and the finite space of all situations they can tell apart. Knows
 * neither tables nor the rule engine.
 */
@NullMarked
package dev.oncegate.rules.space;

import org.jspecify.annotations.NullMarked;
