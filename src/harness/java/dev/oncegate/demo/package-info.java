/**
 * The demo: real servers, the real service, sample updates, and what was decided. Uses the service
 * from outside, as its users do; it is in {@code src/harness}, because the servers may not be part
 * of the service.
 */
@NullMarked
package dev.oncegate.demo;

import org.jspecify.annotations.NullMarked;
