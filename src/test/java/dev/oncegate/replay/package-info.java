/** Tests of replays. Must not know Drools: the decision tree stands in for a rulebook. */
@NullMarked
package dev.oncegate.replay;

import org.jspecify.annotations.NullMarked;
