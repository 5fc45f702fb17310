package dev.oncegate.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Asks a running service by its API. */
final class ServiceClient {
  private static final Duration ANSWERS_WITHIN = Duration.ofMinutes(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI url;
  private final ServiceToken token;

  ServiceClient(URI url, ServiceToken token) {
    this.url = url;
    this.token = token;
  }

  <T> T get(String path, Class<T> type) throws UnusableInputException, IOException {
    return JSON.readValue(answer(request(path).GET()), type);
  }

  JsonNode get(String path) throws UnusableInputException, IOException {
    return JSON.readTree(answer(request(path).GET()));
  }

  JsonNode post(String path) throws UnusableInputException, IOException {
    return JSON.readTree(answer(request(path).POST(BodyPublishers.noBody())));
  }

  JsonNode post(String path, Map<String, ?> body) throws UnusableInputException, IOException {
    String json = JSON.writeValueAsString(body);
    return JSON.readTree(
        answer(
            request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))));
  }

  void put(String path, Map<String, String> body) throws UnusableInputException, IOException {
    String json = JSON.writeValueAsString(body);
    String _ =
        answer(
            request(path)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(json)));
  }

  void delete(String path) throws UnusableInputException, IOException {
    String _ = answer(request(path).DELETE());
  }

  private HttpRequest.Builder request(String path) throws UnusableInputException, IOException {
    return token.on(HttpRequest.newBuilder(url.resolve(path)).timeout(ANSWERS_WITHIN));
  }

  private String answer(HttpRequest.Builder request) throws UnusableInputException {
    HttpResponse<String> answer;
    try (HttpClient client = HttpClient.newHttpClient()) {
      answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UnusableInputException(
          "no service answers at " + url + "; say where with --url", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnusableInputException("interrupted while asking " + url, e);
    }
    if (answer.statusCode() / 100 != 2) {
      throw new UnusableInputException(url + " says: " + detailOf(answer));
    }
    return answer.body();
  }

  private static String detailOf(HttpResponse<String> answer) {
    String detail = problem(answer.body()).path("detail").textValue();
    return detail == null ? "status " + answer.statusCode() : detail;
  }

  private static JsonNode problem(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException _) {
      // Something in between answered, in its own words.
      return MissingNode.getInstance();
    }
  }

  /** Where a service answers. */
  static final class UrlConverter implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
      try {
        URI url = new URI(text);
        if (text.matches("(?i)https?:.*") && url.getHost() != null) {
          return url;
        }
      } catch (URISyntaxException _) {
        // Said below, in the words of a person.
      }
      throw new TypeConversionException(
          "'" + text + "' is not the URL of a service, such as http://localhost:8080");
    }
  }
}
