/** The send ledger on a real PostgreSQL. */
@NullMarked
package dev.oncegate.postgres;

import org.jspecify.annotations.NullMarked;
