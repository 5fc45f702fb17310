/**
 * Drools, and nothing else here is: hands a table's cells to Drools' own table compiler, and asks
 * the compiled rules about situations. Knows nothing of what the answers are good for.
 */
@NullMarked
package dev.oncegate.rules.engine;

import org.jspecify.annotations.NullMarked;
