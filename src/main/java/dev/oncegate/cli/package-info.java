/** The command line, one class a command. Calls the other packages; nothing calls it. */
@NullMarked
package dev.oncegate.cli;

import org.jspecify.annotations.NullMarked;
