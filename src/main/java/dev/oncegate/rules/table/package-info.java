/**
 * Reads spreadsheets as data: cells out of a file, and a table of the vocabulary out of the cells,
 * or every problem with its address. Knows nothing of the rule engine that the cells go to.
 */
@NullMarked
package dev.oncegate.rules.table;

import org.jspecify.annotations.NullMarked;
