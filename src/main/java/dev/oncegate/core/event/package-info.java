/** How an id group becomes outbound events. Must not know how an event is written as bytes. */
@NullMarked
package dev.oncegate.core.event;

import org.jspecify.annotations.NullMarked;
