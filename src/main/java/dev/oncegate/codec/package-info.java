/**
 * The messages and files of Oncegate as JSON: bytes into updates, events and decisions into bytes.
 * Must not know where bytes come from or go to, nor decide anything.
 */
@NullMarked
package dev.oncegate.codec;

import org.jspecify.annotations.NullMarked;
