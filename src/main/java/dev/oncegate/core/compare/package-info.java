/**
 * Holds the events of two outcomes of one update against each other, in constant memory. Must not
 * know why they were decided, nor what is done about a difference.
 */
@NullMarked
package dev.oncegate.core.compare;

import org.jspecify.annotations.NullMarked;
