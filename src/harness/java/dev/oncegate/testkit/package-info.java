/**
 * Real servers for tests, the demo and the crash test: a Kafka broker and a PostgreSQL on free
 * ports, with Oncegate's tables where asked for. Knows nothing else of Oncegate.
 */
@NullMarked
package dev.oncegate.testkit;

import org.jspecify.annotations.NullMarked;
