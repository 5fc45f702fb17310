/**
 * Real servers for tests, the demo and the crash test: a Kafka broker and a PostgreSQL on free
 * ports. Knows nothing of Oncegate.
 */
@NullMarked
package dev.oncegate.testkit;

import org.jspecify.annotations.NullMarked;
