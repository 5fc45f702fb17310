/** Tests of id groups. Must not know events. */
@NullMarked
package dev.oncegate.core.group;

import org.jspecify.annotations.NullMarked;
