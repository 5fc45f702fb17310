/**
 * The story of one profile in one computation: each update, what was decided of it and by which
 * row, what the ledger said, from a recording or from what a running service has kept. Must not
 * know how it is asked for, on the command line or by HTTP.
 */
@NullMarked
package dev.oncegate.explain;

import org.jspecify.annotations.NullMarked;
