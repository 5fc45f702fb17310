/**
 * What a replay answered as one HTML file that needs nothing beside it. Knows the replay's results
 * and a rulebook's use, and must not know where they came from: no recordings, no clock, no
 * network.
 */
@NullMarked
package dev.oncegate.replay.report;

import org.jspecify.annotations.NullMarked;
