package dev.oncegate.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.oncegate.codec.InputFault;
import dev.oncegate.codec.InvalidJsonException;
import dev.oncegate.codec.StrictJson;
import dev.oncegate.codec.StrictObject;
import dev.oncegate.core.DependencyUnavailableException;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.ProfileUpdate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks a service of somebody else: {@code POST /identify} with {@code [{"spaceId", "profileId"},
 * …]}, answered with {@code [{"profileId", "externalIds": [{"type", "id", "createdAt"}, …]}, …]} in
 * the same order. That service knows of merges and new ids itself, so nothing is recorded here.
 */
public final class HttpIdentity implements IdentityService {
  private static final int ATTEMPTS = 5;
  // Something in the question is wrong, or too much, and would be again.
  private static final Set<Integer> REFUSALS = Set.of(400, 413, 422);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

  /** Bytes of an answer: of a batch of thousands of profiles, some kilobytes for each. */
  private static final int ANSWER_BYTES = 64 << 20;

  private final HttpClient client;
  private final URI uri;
  private final Duration within;

  /**
   * Asks the service at this address.
   *
   * @param base {@code http://host:port} and maybe a path, with or without a slash at its end
   */
  public HttpIdentity(String base) {
    this(base, ANSWER_WITHIN);
  }

  /**
   * Asks the service at this address.
   *
   * @param within how long an answer may take to its last byte
   */
  HttpIdentity(String base, Duration within) {
    this.uri = URI.create(base.replaceAll("/+$", "") + "/identify");
    this.within = within;
    // Asks that service and no other: where it says that the answer is elsewhere, nobody goes.
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(within)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  @Override
  public List<Identity> identify(List<ProfileUpdate> batch) {
    if (batch.isEmpty()) {
      return List.of();
    }
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(within)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(question(batch)))
            .build();
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      try {
        HttpResponse<byte[]> response = ask(request);
        if (REFUSALS.contains(response.statusCode())) {
          throw new IllegalStateException(uri + " refused, status " + response.statusCode());
        }
        if (response.statusCode() != 200) {
          throw new IOException("status " + response.statusCode());
        }
        return answer(response.body(), batch);
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw new DependencyUnavailableException(
              uri + " did not answer " + ATTEMPTS + " times", e);
        }
        sleep(pause);
        pause = pause.multipliedBy(2);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new DependencyUnavailableException("interrupted while asking " + uri, e);
      }
    }
  }

  /** The request's own timeout ends with the answer's headers; this one with its last byte. */
  private HttpResponse<byte[]> ask(HttpRequest request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            request,
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofByteArray(), ANSWER_BYTES));
    try {
      return answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("no whole answer within " + within.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } finally {
      answer.cancel(true);
    }
  }

  private static byte[] question(List<ProfileUpdate> batch) {
    ArrayNode question = JsonNodeFactory.instance.arrayNode(batch.size());
    for (ProfileUpdate update : batch) {
      question.addObject().put("spaceId", update.spaceId()).put("profileId", update.profileId());
    }
    return question.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads the service's answer.
   *
   * @throws IOException if it is not what was agreed on
   */
  private static List<Identity> answer(byte[] body, List<ProfileUpdate> batch) throws IOException {
    JsonNode answer;
    try {
      answer = StrictJson.parse(body);
    } catch (InvalidJsonException e) {
      throw new IOException("the answer is not JSON", e);
    }
    if (!answer.isArray() || answer.size() != batch.size()) {
      throw new IOException("the answer is not an array of " + batch.size());
    }
    var findings = new ArrayList<InputFault>();
    var identities = new ArrayList<Identity>(batch.size());
    for (JsonNode node : answer) {
      var identity = StrictObject.withOtherFields(node, "[" + identities.size() + "]", findings);
      var ids = new ArrayList<ExternalId>();
      for (JsonNode element : identity.elements("externalIds")) {
        var id = StrictObject.withOtherFields(element, "externalIds", findings);
        // A blank one goes on, to be left out and counted where the message is read.
        ids.add(new ExternalId(id.id("type"), id.externalIdOrBlank("id"), id.instant("createdAt")));
      }
      String asked = batch.get(identities.size()).profileId();
      identities.add(new Identity(identity.id("profileId"), List.of(asked), ids));
    }
    if (!findings.isEmpty()) {
      // It says something wrong of one of them, and would say it again.
      throw new IllegalStateException("the answer cannot be used: " + findings.getFirst());
    }
    return identities;
  }

  private void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DependencyUnavailableException("interrupted while waiting for " + uri, e);
    }
  }
}
