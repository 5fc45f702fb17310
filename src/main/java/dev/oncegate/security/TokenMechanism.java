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
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes access tokens as {@code Authorization: Bearer og_…}. A token that is sent is always looked
 * at; where none is needed and none is sent, the caller is {@value Caller#LOCAL}.
 */
@Singleton
public final class TokenMechanism implements HttpAuthenticationMechanism {
  private static final String BEARER = "Bearer";
  // Where a request keeps why it is refused.
  private static final String REFUSAL = TokenMechanism.class.getName();

  private final Admission admission;

  TokenMechanism(Admission admission) {
    this.admission = admission;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identities) {
    String credentials = context.request().getHeader(HttpHeaderNames.AUTHORIZATION);
    if (credentials != null) {
      return withToken(credentials, context, identities);
    }
    String obstacle = obstacle(context.request());
    if (obstacle == null) {
      return Uni.createFrom().item(TokenIdentities.identityOf(Caller.local()));
    }
    context.put(REFUSAL, obstacle);
    return Uni.createFrom().nullItem();
  }

  private static Uni<SecurityIdentity> withToken(
      String credentials, RoutingContext context, IdentityProviderManager identities) {
    String secret = bearer(credentials);
    Uni<SecurityIdentity> identity =
        secret == null
            ? Uni.createFrom()
                .failure(new AuthenticationFailedException("Authorization has to be Bearer og_…"))
            : identities.authenticate(new AccessTokenRequest(secret));
    return identity
        .onFailure(AuthenticationFailedException.class)
        .invoke(e -> context.put(REFUSAL, e.getMessage()));
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
      case WITH_TOKEN -> "a token is needed: Authorization: Bearer og_…";
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
    HttpServerRequest request = context.request();
    String refusal = context.get(REFUSAL, "a token is needed");
    SocketAddress from = request.remoteAddress();
    RefusalLog.log(
        request.method().name(), request.path(), from == null ? "" : from.hostAddress(), refusal);
    var problem =
        new JsonObject()
            .put("type", "about:blank")
            .put("title", "Unauthorized")
            .put("status", 401)
            .put("detail", refusal);
    return Uni.createFrom()
        .completionStage(
            context
                .response()
                .setStatusCode(401)
                .putHeader(HttpHeaderNames.WWW_AUTHENTICATE, BEARER)
                .putHeader(HttpHeaderNames.CONTENT_TYPE, "application/problem+json")
                .end(problem.encode())
                .toCompletionStage())
        .replaceWith(true);
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
