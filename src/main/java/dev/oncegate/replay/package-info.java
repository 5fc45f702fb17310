/**
 * Recorded updates through a rulebook, with a send history that evolves as it would in service:
 * what was decided, what goes out, and how two rulebooks differ in people. Must not know Kafka,
 * PostgreSQL or Drools.
 */
@NullMarked
package dev.oncegate.replay;

import org.jspecify.annotations.NullMarked;
