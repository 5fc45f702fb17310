package dev.oncegate.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Hands out what the build wrote of all resources: YAML, or JSON for who accepts that or asks for
 * it by {@code ?format=json}.
 */
class OpenApiDocument {
  private static final String PATH = "/q/openapi";
  private static final String YAML = ".yaml";
  private static final String JSON = ".json";

  void register(@Observes Router router) {
    router.get(PATH).blockingHandler(request -> answer(request, isForJson(request) ? JSON : YAML));
    router.get(PATH + YAML).blockingHandler(request -> answer(request, YAML));
    router.get(PATH + JSON).blockingHandler(request -> answer(request, JSON));
  }

  private static boolean isForJson(RoutingContext request) {
    @Nullable String format = request.request().getParam("format");
    @Nullable String accepted = request.request().getHeader("Accept");
    return format == null
        ? accepted != null && accepted.contains("application/json")
        : format.equalsIgnoreCase("json");
  }

  private static void answer(RoutingContext request, String suffix) {
    try (InputStream in = OpenApiDocument.class.getResourceAsStream("openapi" + suffix)) {
      if (in == null) {
        throw new IllegalStateException("openapi" + suffix + " is missing from the program");
      }
      request
          .response()
          .putHeader("Content-Type", "application/" + suffix.substring(1) + ";charset=UTF-8")
          .end(Buffer.buffer(in.readAllBytes()));
    } catch (IOException e) {
      request.fail(e);
    }
  }
}
