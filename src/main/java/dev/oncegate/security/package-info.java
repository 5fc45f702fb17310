/**
 * Who somebody is and what he may do: roles, grants, access tokens, an OIDC issuer. Must not know
 * REST, which says at each endpoint what it takes.
 */
@NullMarked
package dev.oncegate.security;

import org.jspecify.annotations.NullMarked;
