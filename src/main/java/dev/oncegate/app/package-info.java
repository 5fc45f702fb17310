/**
 * Where plain classes become beans, with their configuration and life cycle. Knows all packages;
 * none knows it.
 */
@NullMarked
package dev.oncegate.app;

import org.jspecify.annotations.NullMarked;
