package dev.oncegate.rest;

import dev.oncegate.integrations.RemoveResult;
import dev.oncegate.integrations.SaveResult;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** What the configuration's resources answer, the same for all of them. */
final class Responses {
  private Responses() {}

  /** 201 with where it is, or 200 if something was replaced; either way with what is now kept. */
  static Response saved(SaveResult saved, String collection, String id, Object body) {
    return switch (saved) {
      case SaveResult.Created _ -> Response.created(uri(collection, id)).entity(body).build();
      case SaveResult.Replaced _ -> Response.ok(body).build();
      case SaveResult.OutOfScope _ ->
          Problem.notFound("there is nothing at " + uri(collection, id)).response();
      case SaveResult.RefusedField(String field, String message) ->
          Problem.invalid(field, message).response();
    };
  }

  static Response removed(RemoveResult removed, String what) {
    return switch (removed) {
      case RemoveResult.Gone _ -> Response.noContent().build();
      case RemoveResult.NotFound _ -> unknown(what).response();
      case RemoveResult.InUse(String message) -> Problem.inUse(message).response();
    };
  }

  static Problem unknown(String what) {
    return Problem.notFound("there is no " + what);
  }

  static URI uri(String collection, String id) {
    return URI.create(
        collection + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20"));
  }
}
