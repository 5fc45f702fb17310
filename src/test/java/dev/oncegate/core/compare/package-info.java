/** Tests of the comparison of two outcomes. Must not know what is done about a difference. */
@NullMarked
package dev.oncegate.core.compare;

import org.jspecify.annotations.NullMarked;
