/**
 * Files of rows as people save them, CSV and Office Open XML workbooks, cell by cell, with all that
 * is refused of them. Knows nothing of what a decision table is.
 */
@NullMarked
package dev.oncegate.rules.sheet;

import org.jspecify.annotations.NullMarked;
