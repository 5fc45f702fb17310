/**
 * Takes external ids out of messages, so that a recording may leave the house, and puts pseudonyms
 * in their place by which it is decided as before. Must not know where messages come from or go to.
 */
@NullMarked
package dev.oncegate.codec.redact;

import org.jspecify.annotations.NullMarked;
