/** Tests of the decision, sentence by sentence. Must not know how rules are written. */
@NullMarked
package dev.oncegate.core.decide;

import org.jspecify.annotations.NullMarked;
