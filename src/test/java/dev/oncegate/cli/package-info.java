/** Tests of the command line, in this process: what is printed, written and answered. */
@NullMarked
package dev.oncegate.cli;

import org.jspecify.annotations.NullMarked;
