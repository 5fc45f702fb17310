/**
 * The stages as one reads them: identify and sync, from a batch of messages to what is published,
 * and the ports that they need. Knows no Kafka client, no SQL and no Drools.
 */
@NullMarked
package dev.oncegate.pipeline;

import org.jspecify.annotations.NullMarked;
