/**
 * The decision: one profile update in, what goes out and what is to be remembered out of it. Plain
 * Java: it must not know Kafka, PostgreSQL, Drools, JSON, a clock or a random number.
 */
@NullMarked
package dev.oncegate.core;

import org.jspecify.annotations.NullMarked;
