/**
 * The port by which rulebooks are kept, and what is kept of them. Knows nothing of how a rulebook
 * decides.
 */
@NullMarked
package dev.oncegate.rules.store;

import org.jspecify.annotations.NullMarked;
