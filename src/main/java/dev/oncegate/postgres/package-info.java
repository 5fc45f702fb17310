/**
 * What was sent to whom, and which profiles became one, kept in PostgreSQL: the send ledger reads,
 * has decided and writes a batch of updates in one transaction. Must not know Kafka, Drools or how
 * a decision is made.
 */
@NullMarked
package dev.oncegate.postgres;

import org.jspecify.annotations.NullMarked;
