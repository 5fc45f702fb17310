package dev.oncegate.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.oncegate.core.DependencyUnavailableException;
import dev.oncegate.core.update.Computation;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.core.update.Rfc3339;
import dev.oncegate.core.update.Trigger;
import dev.oncegate.core.update.Value;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpIdentityTest {
  private static final String ANSWER =
      """
      [{"profileId": "use_2", "externalIds": [
         {"type": "email", "id": "b", "createdAt": "2026-01-01T00:00:00Z"},
         {"type": "email", "id": "a"}]},
       {"profileId": "use_3", "externalIds": [], "more": 1}]
      """;

  private record Reply(int status, String body, @Nullable String location) {
    Reply(int status, String body) {
      this(status, body, null);
    }
  }

  private final List<String> questions = new ArrayList<>();
  private final Deque<Reply> replies = new ArrayDeque<>();
  private HttpServer server;
  private HttpIdentity identity;

  @BeforeEach
  void startService() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/who/identify",
        exchange -> {
          questions.add(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          Reply reply = replies.size() > 1 ? replies.remove() : replies.getFirst();
          if (reply.location() != null) {
            exchange.getResponseHeaders().set("Location", reply.location());
          }
          byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(reply.status(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    // One that never ends must not keep the others waiting.
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    identity = new HttpIdentity("http://127.0.0.1:" + server.getAddress().getPort() + "/who/");
  }

  @AfterEach
  void stopService() {
    server.stop(0);
  }

  @Test
  void aBatchIsOneQuestionAndTheAnswerIsInItsOrder() {
    replies.add(new Reply(200, ANSWER));
    assertThat(identity.identify(List.of(update("use_1"), update("use_3"))))
        .containsExactly(
            new Identity(
                "use_2",
                List.of("use_1"),
                List.of(
                    new ExternalId("email", "a", null),
                    new ExternalId("email", "b", Rfc3339.parse("2026-01-01T00:00:00Z")))),
            new Identity("use_3", List.of(), List.of()));
    assertThat(questions)
        .containsExactly(
            "[{\"spaceId\":\"spa_1\",\"profileId\":\"use_1\"},"
                + "{\"spaceId\":\"spa_1\",\"profileId\":\"use_3\"}]");
  }

  @Test
  void aServiceThatFailsIsAskedAgain() {
    replies.add(new Reply(503, ""));
    replies.add(new Reply(200, "<html>"));
    replies.add(new Reply(200, ANSWER));
    assertThat(identity.identify(List.of(update("use_1"), update("use_3")))).hasSize(2);
    assertThat(questions).hasSize(3);
  }

  @Test
  void aServiceThatGoesOnFailingIsNotAskedForEver() {
    replies.add(new Reply(500, ""));
    assertThatThrownBy(() -> identity.identify(List.of(update("use_1"))))
        .isInstanceOf(DependencyUnavailableException.class);
    assertThat(questions).hasSize(5);
  }

  @Test
  void anAnswerForAnotherNumberOfProfilesIsNotTaken() {
    replies.add(new Reply(200, ANSWER));
    assertThatThrownBy(() -> identity.identify(List.of(update("use_1"))))
        .isInstanceOf(DependencyUnavailableException.class);
  }

  @Test
  void anAnswerThatIsElsewhereIsNotFetchedThere() {
    var fetched = new ArrayList<String>();
    server.createContext(
        "/elsewhere",
        exchange -> {
          fetched.add(exchange.getRequestURI().getPath());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    String elsewhere = "http://127.0.0.1:" + server.getAddress().getPort() + "/elsewhere";
    for (int status : new int[] {301, 302, 303, 307, 308}) {
      replies.add(new Reply(status, "", elsewhere));
    }
    assertThatThrownBy(() -> identity.identify(List.of(update("use_1"))))
        .isInstanceOf(DependencyUnavailableException.class);
    assertThat(questions).hasSize(5);
    assertThat(fetched).isEmpty();
  }

  @Test
  void anAnswerWithoutAnEndIsNotReadToIt() {
    server.createContext(
        "/endless/identify",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] blanks = " ".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
          try (var out = exchange.getResponseBody()) {
            while (true) {
              out.write(blanks);
            }
          }
        });
    assertThatThrownBy(() -> identityAt("/endless").identify(List.of(update("use_1"))))
        .isInstanceOf(DependencyUnavailableException.class)
        .hasRootCauseInstanceOf(IOException.class);
  }

  @Test
  void anAnswerThatDripsIsNotWaitedFor() {
    server.createContext(
        "/slow/identify",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (var out = exchange.getResponseBody()) {
            while (true) {
              out.write(' ');
              out.flush();
              LockSupport.parkNanos(10_000_000);
            }
          }
        });
    var slow =
        new HttpIdentity(
            "http://127.0.0.1:" + server.getAddress().getPort() + "/slow", Duration.ofMillis(200));
    long start = System.nanoTime();
    assertThatThrownBy(() -> slow.identify(List.of(update("use_1"))))
        .isInstanceOf(DependencyUnavailableException.class)
        .hasRootCauseInstanceOf(TimeoutException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void anAnswerThatIsTooDeepIsRefusedAsAnyOtherThatIsNotJson() {
    replies.add(new Reply(200, "[".repeat(1_000_000)));
    assertThatThrownBy(() -> identity.identify(List.of(update("use_1"))))
        .isInstanceOf(DependencyUnavailableException.class);
  }

  private HttpIdentity identityAt(String path) {
    return new HttpIdentity("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  @Test
  void anEmptyBatchAsksNobody() {
    assertThat(identity.identify(List.of())).isEmpty();
    assertThat(questions).isEmpty();
  }

  private static ProfileUpdate update(String profile) {
    return new ProfileUpdate(
        "m",
        "spa_1",
        profile,
        new Computation("aud_1", "a", Computation.Type.AUDIENCE),
        new Value.Flag(true),
        new Trigger.ValueChanged(),
        Instant.ofEpochMilli(0),
        List.of(),
        List.of());
  }
}
