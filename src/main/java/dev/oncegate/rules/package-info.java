/**
 * Rulebooks: read from files, compiled, proved over every situation, put in force and compared.
 * Knows the core and its own sub-packages, and neither topics nor databases nor HTTP.
 */
@NullMarked
package dev.oncegate.rules;

import org.jspecify.annotations.NullMarked;
