/**
 * What was sent to whom, which profiles became one, which are held, and the rulebooks kept, in
 * PostgreSQL: the ports of the stages and of the rulebook in force. Must not know Kafka, Drools or
 * how a decision is made.
 */
@NullMarked
package dev.oncegate.postgres;

import org.jspecify.annotations.NullMarked;
