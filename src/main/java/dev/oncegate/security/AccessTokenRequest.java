package dev.oncegate.security;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** Asks whose secret it is that a request came with. */
final class AccessTokenRequest extends BaseAuthenticationRequest {
  private final String secret;

  AccessTokenRequest(String secret) {
    this.secret = secret;
  }

  String secret() {
    return secret;
  }
}
