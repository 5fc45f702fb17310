/**
 * REST: what people and programs may ask of a running instance. Must not know Kafka, JPA or SQL;
 * what is asked is done elsewhere.
 */
@NullMarked
package dev.oncegate.rest;

import org.jspecify.annotations.NullMarked;
