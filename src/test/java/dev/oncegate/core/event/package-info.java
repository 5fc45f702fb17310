/** Tests of outbound events. Must not know how they are written as bytes. */
@NullMarked
package dev.oncegate.core.event;

import org.jspecify.annotations.NullMarked;
