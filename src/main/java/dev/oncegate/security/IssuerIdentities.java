package dev.oncegate.security;

import io.quarkus.oidc.OIDCException;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;

/**
 * Lets in whom an OIDC issuer knows: programs by its bearer tokens, people by a session that begins
 * with a sign-in. What the issuer says of them becomes grants, as access tokens have them.
 */
@Singleton
final class IssuerIdentities {
  // Of the cookies of a session, which are several if its tokens are long.
  private static final String SESSION_COOKIE = "q_session";

  private static final Refusal UNAVAILABLE = Refusal.unavailable("the OIDC issuer cannot be asked");

  private final OidcAuthenticationMechanism oidc;
  private final IssuerSettings settings;

  IssuerIdentities(OidcAuthenticationMechanism oidc, IssuerSettings settings) {
    this.oidc = oidc;
    this.settings = settings;
  }

  boolean areEnabled() {
    return settings.enabled();
  }

  /** Whether a browser sends along, by itself, what lets a person in. */
  static boolean hasSession(RoutingContext context) {
    return context.request().cookies().stream()
        .anyMatch(cookie -> cookie.getName().startsWith(SESSION_COOKIE));
  }

  /** Nobody, for those who bring neither a token nor a session. */
  Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identities) {
    return Uni.createFrom()
        .deferred(() -> oidc.authenticate(context, identities))
        .onItem()
        .ifNotNull()
        .transform(this::withGrants);
  }

  private SecurityIdentity withGrants(SecurityIdentity identity) {
    if (identity.getPrincipal() instanceof JsonWebToken token) {
      return TokenIdentities.identityOf(
          IssuerClaims.caller(token, identity.getRoles(), settings.spacesClaim()));
    }
    throw new IllegalStateException("no token but a JWT is looked at, and its holder is one");
  }

  /**
   * Whether somebody who is refused is sent to the issuer instead. Not if he comes from there, or a
   * browser that keeps no cookies would go to and fro without an end.
   */
  boolean canSignIn(RoutingContext context, Refusal refusal) {
    return settings.signsIn()
        && refusal.maySignIn()
        && !context.normalizedPath().equals(settings.returnPath());
  }

  /** Answers with the issuer's address, where a person signs in and comes back from. */
  Uni<Boolean> sendToSignIn(RoutingContext context) {
    return oidc.sendChallenge(context)
        .onFailure(OIDCException.class)
        .transform(_ -> new RefusedException(UNAVAILABLE));
  }

  /** Why somebody does not come in, without any of what he sent; nothing, if that is a mistake. */
  static Optional<Refusal> refusal(Throwable failure) {
    return switch (failure) {
      case RefusedException refused -> Optional.of(refused.refusal());
      case AuthenticationFailedException _ -> Optional.of(Refusal.unknown(fault(failure)));
      case AuthenticationCompletionException _ ->
          Optional.of(Refusal.invalid("the sign-in was not completed: " + fault(failure)));
      case OIDCException _ -> Optional.of(UNAVAILABLE);
      default -> Optional.empty();
    };
  }

  /** In words of ours, since a failure's message quotes the token. */
  private static String fault(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidJwtException invalid) {
        return fault(invalid);
      }
    }
    return "the issuer gave no valid token";
  }

  private static String fault(InvalidJwtException invalid) {
    if (invalid.hasExpired()) {
      return "the issuer's token has expired";
    }
    if (invalid.hasErrorCode(ErrorCodes.AUDIENCE_INVALID)
        || invalid.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)) {
      return "the issuer's token is for another program";
    }
    if (invalid.hasErrorCode(ErrorCodes.ISSUER_INVALID)
        || invalid.hasErrorCode(ErrorCodes.ISSUER_MISSING)) {
      return "the token is of another issuer";
    }
    return "the token is not signed by the issuer, or lacks what it must say";
  }
}
