/**
 * JSON texts of the outside world, read strictly into the core's words. Must not know Kafka,
 * PostgreSQL, Drools or JPA.
 */
@NullMarked
package dev.oncegate.json;

import org.jspecify.annotations.NullMarked;
