package dev.oncegate.security;

/**
 * What is configured of an OIDC issuer.
 *
 * @param enabled whether there is one
 * @param signsIn whether people without a token are sent to it, to sign in
 * @param returnPath where it sends them back to
 * @param spacesClaim the claim that names the spaces of a role
 */
public record IssuerSettings(
    boolean enabled, boolean signsIn, String returnPath, String spacesClaim) {}
