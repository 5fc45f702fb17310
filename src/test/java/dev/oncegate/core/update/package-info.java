/** Tests of what comes in. Must not know decisions. */
@NullMarked
package dev.oncegate.core.update;

import org.jspecify.annotations.NullMarked;
