package dev.oncegate.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * An OIDC issuer over HTTP, as far as its clients see it: discovery, keys, and the code flow with
 * PKCE. Its keys are real and can be changed. At its sign-in nobody has to type anything.
 */
public final class TestIssuer implements AutoCloseable {
  public static final String CLIENT = "oncegate";
  public static final String SECRET = "a secret of the client, longer than 32 characters";

  private static final int RSA_BITS = 2048;
  private static final float VALID_MINUTES = 5;

  /** A code that was given out, for which there is a token. */
  private record IssuedCode(String redirectUri, String challenge, String nonce) {}

  /** Keys that tokens can be signed with, and that are published. */
  private record SigningKeys(PublicJsonWebKey rsa, PublicJsonWebKey ec) {
    static SigningKeys random() {
      try {
        PublicJsonWebKey rsa = RsaJwkGenerator.generateJwk(RSA_BITS);
        rsa.setKeyId(UUID.randomUUID().toString());
        PublicJsonWebKey ec = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        ec.setKeyId(UUID.randomUUID().toString());
        return new SigningKeys(rsa, ec);
      } catch (JoseException e) {
        throw new IllegalStateException("no keys can be made", e);
      }
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, IssuedCode> codes = new ConcurrentHashMap<>();
  private final AtomicInteger keysAsked = new AtomicInteger();
  private volatile SigningKeys keys = SigningKeys.random();
  private volatile boolean answers = true;
  private volatile Consumer<JwtClaims> person = claims -> {};

  private TestIssuer(HttpServer server) {
    this.server = server;
  }

  public static TestIssuer start() {
    try {
      var issuer =
          new TestIssuer(
              HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
      issuer.server.setExecutor(issuer.threads);
      issuer.server.createContext("/", issuer::answer);
      issuer.server.start();
      return issuer;
    } catch (IOException e) {
      throw new IllegalStateException("the issuer cannot listen", e);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Signs with new keys from now on, and publishes no others. */
  public void rotateKeys() {
    keys = SigningKeys.random();
  }

  /** Whether it answers at all. */
  public void setAnswers(boolean answers) {
    this.answers = answers;
  }

  /** How often its keys were read. */
  public int keysAsked() {
    return keysAsked.get();
  }

  /** What the tokens of whoever signs in say, beside what each says. */
  public void setPerson(Consumer<JwtClaims> person) {
    this.person = person;
  }

  /** What a token says at least to be valid for the client. */
  public JwtClaims claims() {
    var claims = new JwtClaims();
    claims.setIssuer(url());
    claims.setAudience(CLIENT);
    claims.setSubject(UUID.randomUUID().toString());
    claims.setIssuedAtToNow();
    claims.setExpirationTimeMinutesInTheFuture(VALID_MINUTES);
    return claims;
  }

  public PublicJsonWebKey rsaKey() {
    return keys.rsa();
  }

  public PublicJsonWebKey ecKey() {
    return keys.ec();
  }

  public String signed(JwtClaims claims) {
    return signed(claims, rsaKey());
  }

  /** A token, signed with one of the issuer's keys or with anybody's. */
  public static String signed(JwtClaims claims, PublicJsonWebKey key) {
    var token = new JsonWebSignature();
    token.setPayload(claims.toJson());
    token.setKeyIdHeaderValue(key.getKeyId());
    token.setKey(key.getPrivateKey());
    token.setAlgorithmHeaderValue(
        key.getKeyType().equals("RSA")
            ? AlgorithmIdentifiers.RSA_USING_SHA256
            : AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
    try {
      return token.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException("the token cannot be signed", e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!answers) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      switch (exchange.getRequestURI().getPath()) {
        case "/.well-known/openid-configuration" -> json(exchange, 200, configuration());
        case "/keys" -> {
          keysAsked.incrementAndGet();
          send(exchange, 200, new JsonWebKeySet(keys.rsa(), keys.ec()).toJson());
        }
        case "/authorize" -> authorize(exchange);
        case "/token" -> token(exchange);
        default -> exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private Map<String, Object> configuration() {
    return Map.of(
        "issuer",
        url(),
        "jwks_uri",
        url() + "/keys",
        "authorization_endpoint",
        url() + "/authorize",
        "token_endpoint",
        url() + "/token",
        "response_types_supported",
        List.of("code"),
        "code_challenge_methods_supported",
        List.of("S256"));
  }

  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> asked = form(exchange.getRequestURI().getRawQuery());
    String redirectUri = asked.get("redirect_uri");
    String challenge = asked.get("code_challenge");
    String nonce = asked.get("nonce");
    String state = asked.get("state");
    if (redirectUri == null
        || challenge == null
        || nonce == null
        || state == null
        || !"code".equals(asked.get("response_type"))
        || !CLIENT.equals(asked.get("client_id"))
        || !"S256".equals(asked.get("code_challenge_method"))) {
      json(exchange, 400, Map.of("error", "invalid_request"));
      return;
    }
    String code = UUID.randomUUID().toString();
    codes.put(code, new IssuedCode(redirectUri, challenge, nonce));
    String back = URLEncoder.encode(state, StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Location", redirectUri + "?code=" + code + "&state=" + back);
    exchange.sendResponseHeaders(302, -1);
  }

  private void token(HttpExchange exchange) throws IOException {
    Map<String, String> asked =
        form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    String client =
        Base64.getEncoder()
            .encodeToString((CLIENT + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
    if (!("Basic " + client).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      json(exchange, 401, Map.of("error", "invalid_client"));
      return;
    }
    // Each works once.
    IssuedCode code = codes.remove(asked.getOrDefault("code", ""));
    if (code == null
        || !"authorization_code".equals(asked.get("grant_type"))
        || !code.redirectUri().equals(asked.get("redirect_uri"))
        || !code.challenge().equals(challenge(asked.getOrDefault("code_verifier", "")))) {
      json(exchange, 400, Map.of("error", "invalid_grant"));
      return;
    }
    JwtClaims idToken = claims();
    idToken.setStringClaim("nonce", code.nonce());
    person.accept(idToken);
    json(
        exchange,
        200,
        Map.of(
            "id_token",
            signed(idToken),
            "access_token",
            UUID.randomUUID().toString(),
            "token_type",
            "Bearer",
            "expires_in",
            60));
  }

  private static String challenge(String verifier) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static Map<String, String> form(@Nullable String text) {
    var fields = new HashMap<String, String>();
    for (String field : text == null ? new String[0] : text.split("&")) {
      int end = field.indexOf('=');
      if (end > 0) {
        fields.put(
            field.substring(0, end),
            URLDecoder.decode(field.substring(end + 1), StandardCharsets.UTF_8));
      }
    }
    return fields;
  }

  private static void json(HttpExchange exchange, int status, Map<String, Object> body)
      throws IOException {
    send(exchange, status, JsonUtil.toJson(body));
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
