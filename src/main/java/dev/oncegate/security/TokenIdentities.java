package dev.oncegate.security;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

/** Tells Quarkus whose secret it is. Asks memory only, and so holds up nobody. */
@Singleton
public final class TokenIdentities implements IdentityProvider<AccessTokenRequest> {
  // Quarkus makes this bean before the service has made the table.
  private final Instance<AccessTokens> tokens;

  TokenIdentities(Instance<AccessTokens> tokens) {
    this.tokens = tokens;
  }

  @Override
  public Class<AccessTokenRequest> getRequestType() {
    return AccessTokenRequest.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      AccessTokenRequest request, AuthenticationRequestContext context) {
    return switch (tokens.get().check(request.secret())) {
      case TokenCheck.ValidToken(Caller caller) -> Uni.createFrom().item(identityOf(caller));
      case TokenCheck.ExpiredToken(String name) -> refusal("the token " + name + " has expired");
      case TokenCheck.UnknownToken _ -> refusal("the token is not known, or was revoked");
    };
  }

  static SecurityIdentity identityOf(Caller caller) {
    return QuarkusSecurityIdentity.builder()
        .setPrincipal(caller)
        .addRoles(caller.roleNames())
        .build();
  }

  private static Uni<SecurityIdentity> refusal(String sentence) {
    return Uni.createFrom().failure(new RefusedException(Refusal.invalid(sentence)));
  }
}
