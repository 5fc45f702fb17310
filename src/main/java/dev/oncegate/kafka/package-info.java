/**
 * Lanes: consume a batch, have it identified or decided, publish all that follows from it together
 * with its offsets in one transaction. Must not know how updates are decided, nor PostgreSQL.
 */
@NullMarked
package dev.oncegate.kafka;

import org.jspecify.annotations.NullMarked;
