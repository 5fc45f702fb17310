/**
 * Bytes, lanes and transactions: a lane polls a batch, has a stage prepare it, and writes all that
 * follows together with the offsets in one transaction. Must not know how updates are decided, nor
 * PostgreSQL.
 */
@NullMarked
package dev.oncegate.kafka;

import org.jspecify.annotations.NullMarked;
