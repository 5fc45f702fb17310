package dev.oncegate.security;

/**
 * A token that was just made.
 *
 * @param secret what its holder sends; it can never be shown again
 */
public record CreatedToken(AccessToken token, String secret) {}
