package dev.oncegate.http;

import dev.oncegate.integrations.Removed;
import dev.oncegate.integrations.Saved;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** What the configuration's resources answer, the same for all of them. */
final class Responses {
  private Responses() {}

  /** 201 with where it is, or 200 if something was replaced; either way with what is now kept. */
  static Response saved(Saved saved, String collection, String id, Object body) {
    return switch (saved) {
      case Saved.Created _ -> Response.created(uri(collection, id)).entity(body).build();
      case Saved.Replaced _ -> Response.ok(body).build();
      case Saved.Refused(String field, String message) ->
          Problem.invalid(field, message).response();
    };
  }

  static Response removed(Removed removed, String what) {
    return switch (removed) {
      case Removed.Gone _ -> Response.noContent().build();
      case Removed.Unknown _ -> unknown(what).response();
      case Removed.InUse(String message) -> Problem.inUse(message).response();
    };
  }

  static Problem unknown(String what) {
    return Problem.notFound("there is no " + what);
  }

  private static URI uri(String collection, String id) {
    return URI.create(
        collection + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20"));
  }
}
