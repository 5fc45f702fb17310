/**
 * A first version as many look: a JSON tree, a Drools session for each update, a statement for each
 * question to the database. Must not know a batch, nor anything prepared before it is asked for.
 */
@NullMarked
package dev.oncegate.bench.peer.naive;

import org.jspecify.annotations.NullMarked;
