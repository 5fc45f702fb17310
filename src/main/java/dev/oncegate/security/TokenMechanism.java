package dev.oncegate.security;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whom a request comes from. Access tokens are {@code Authorization: Bearer og_…}; what
 * else is sent goes to the OIDC issuer's part, if there is one. A token that is sent is always
 * looked at; where none is needed and none is sent, the caller is {@value Caller#LOCAL}.
 */
@Singleton
// In the place of Quarkus's own, which is asked from here.
@Alternative
@Priority(1)
public final class TokenMechanism implements HttpAuthenticationMechanism {
  private static final String BEARER = "Bearer";
  private static final String TOKEN = "og_…";
  private static final String NEEDED = "a token is needed: Authorization: Bearer " + TOKEN;
  // Where a request keeps why it is refused.
  private static final String REFUSAL = TokenMechanism.class.getName();

  private static final Set<HttpMethod> HARMLESS =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private final Admission admission;
  private final IssuerIdentities issuer;

  TokenMechanism(Admission admission, IssuerIdentities issuer) {
    this.admission = admission;
    this.issuer = issuer;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identities) {
    String credentials = context.request().getHeader(HttpHeaderNames.AUTHORIZATION);
    Uni<SecurityIdentity> identity;
    if (credentials == null) {
      identity = withoutToken(context, identities);
    } else {
      String token = bearer(credentials);
      identity =
          token == null
              ? refused(Refusal.invalid("Authorization has to be Bearer " + TOKEN))
              : withToken(token, context, identities);
    }
    return identity
        // The issuer's part would answer by itself.
        .onItemOrFailure()
        .invoke(() -> context.put(HttpAuthenticationMechanism.class.getName(), this))
        .onFailure()
        .transform(failure -> kept(failure, context));
  }

  private Uni<SecurityIdentity> withToken(
      String token, RoutingContext context, IdentityProviderManager identities) {
    return issuer.areEnabled() && !token.startsWith(TokenSecret.PREFIX)
        ? issuer.authenticate(context, identities)
        : identities.authenticate(new AccessTokenRequest(token));
  }

  private Uni<SecurityIdentity> withoutToken(
      RoutingContext context, IdentityProviderManager identities) {
    HttpServerRequest request = context.request();
    if (issuer.areEnabled()) {
      return isForged(context)
          ? refused(Refusal.foreign("only a page of this service changes anything in a session"))
          : issuer.authenticate(context, identities);
    }
    String obstacle = obstacle(request);
    if (obstacle == null) {
      return Uni.createFrom().item(TokenIdentities.identityOf(Caller.local()));
    }
    context.put(REFUSAL, Refusal.invalid(obstacle));
    return Uni.createFrom().nullItem();
  }

  /** A browser sends a session's cookie with what any page of the same site asks for. */
  private static boolean isForged(RoutingContext context) {
    HttpServerRequest request = context.request();
    return !HARMLESS.contains(request.method())
        && IssuerIdentities.hasSession(context)
        && (request.getHeader(HttpHeaderNames.ORIGIN) == null
            || foreignPage(request, request.authority()) != null);
  }

  private static Uni<SecurityIdentity> refused(Refusal refusal) {
    return Uni.createFrom().failure(new RefusedException(refusal));
  }

  /** What makes Quarkus ask for {@link #sendChallenge}, with the reason kept for it. */
  private static Throwable kept(Throwable failure, RoutingContext context) {
    return IssuerIdentities.refusal(failure)
        .<Throwable>map(
            refusal -> {
              context.put(REFUSAL, refusal);
              return new AuthenticationFailedException(refusal.sentence(), failure);
            })
        .orElse(failure);
  }

  private static @Nullable String bearer(String credentials) {
    int end = BEARER.length();
    return credentials.length() > end
            && credentials.regionMatches(true, 0, BEARER, 0, end)
            && credentials.charAt(end) == ' '
        ? credentials.substring(end + 1).strip()
        : null;
  }

  /** Why nobody comes in here without a token, or null. */
  private @Nullable String obstacle(HttpServerRequest request) {
    HostAndPort asked = request.authority();
    return switch (admission) {
      case WITH_TOKEN -> NEEDED;
      case LOCAL ->
          // A name that an attacker's page has made to mean this host.
          asked != null && !Admission.isThisHost(asked.host())
              ? "without a token, this host is localhost or 127.0.0.1, and not " + asked.host()
              : foreignPage(request, asked);
      case OPEN -> foreignPage(request, asked);
    };
  }

  /** A browser sends what a page of anybody asks for; it says of which one. */
  private static @Nullable String foreignPage(
      HttpServerRequest request, @Nullable HostAndPort asked) {
    String origin = request.getHeader(HttpHeaderNames.ORIGIN);
    return origin == null || (asked != null && origin.endsWith("://" + asked))
        ? null
        : "a page of " + origin + " may ask nothing without a token";
  }

  @Override
  public Uni<Boolean> sendChallenge(RoutingContext context) {
    Refusal refusal = context.get(REFUSAL, Refusal.unknown(NEEDED));
    return isNavigation(context.request()) && issuer.canSignIn(context, refusal)
        ? issuer
            .sendToSignIn(context)
            .onFailure(RefusedException.class)
            .recoverWithUni(failure -> answer(context, failure.refusal()))
        : answer(context, refusal);
  }

  private static Uni<Boolean> answer(RoutingContext context, Refusal refusal) {
    HttpServerRequest request = context.request();
    SocketAddress from = request.remoteAddress();
    RefusalLog.log(
        request.method().name(),
        request.path(),
        from == null ? "" : from.hostAddress(),
        refusal.sentence());
    var problem =
        new JsonObject()
            .put("type", "about:blank")
            .put("title", refusal.title())
            .put("status", refusal.status())
            .put("detail", refusal.sentence());
    return Uni.createFrom()
        .completionStage(
            context
                .response()
                .setStatusCode(refusal.status())
                .putHeader(HttpHeaderNames.WWW_AUTHENTICATE, BEARER)
                .putHeader(HttpHeaderNames.CONTENT_TYPE, "application/problem+json")
                .end(problem.encode())
                .toCompletionStage())
        .replaceWith(true);
  }

  /** Whether a person waits for a page, and not a program or a script for an answer. */
  private static boolean isNavigation(HttpServerRequest request) {
    String accept = request.getHeader(HttpHeaderNames.ACCEPT);
    return request.method().equals(HttpMethod.GET)
        && request.getHeader(HttpHeaderNames.AUTHORIZATION) == null
        && accept != null
        && accept.contains("text/html");
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return Uni.createFrom().item(new ChallengeData(401, HttpHeaderNames.WWW_AUTHENTICATE, BEARER));
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return Set.of(AccessTokenRequest.class);
  }

  @Override
  public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
    return Uni.createFrom()
        .item(new HttpCredentialTransport(HttpCredentialTransport.Type.AUTHORIZATION, BEARER));
  }
}
