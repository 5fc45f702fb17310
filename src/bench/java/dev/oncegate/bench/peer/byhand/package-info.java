/**
 * The decision tree by hand, on Kafka Streams: bytes in, bytes out, and next to nothing allocated
 * in between. Must not know rules, tables or a database.
 */
@NullMarked
package dev.oncegate.bench.peer.byhand;

import org.jspecify.annotations.NullMarked;
