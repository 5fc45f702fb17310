/**
 * Who changed what, when and why: entries that are chained by hashes, written in the transaction of
 * the change they tell of. Knows nothing of what is changed.
 */
@NullMarked
package dev.oncegate.audit;

import org.jspecify.annotations.NullMarked;
