/**
 * Incidents as drills that anybody can run: real servers, the real service, the incident, and
 * whether the service stood it. Uses the service from outside, as its users do.
 */
@NullMarked
package dev.oncegate.drill;

import org.jspecify.annotations.NullMarked;
