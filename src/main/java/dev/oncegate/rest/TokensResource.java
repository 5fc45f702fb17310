package dev.oncegate.rest;

import dev.oncegate.audit.CurrentActor;
import dev.oncegate.security.AccessTokenTable;
import dev.oncegate.security.AccessTokens;
import dev.oncegate.security.Caller;
import dev.oncegate.security.CreatedToken;
import dev.oncegate.security.NewToken;
import dev.oncegate.security.RoleName;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who may come in. An admin of some spaces sees, makes and revokes tokens for those spaces. */
@Path(TokensResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed(RoleName.ADMIN)
@Tag(name = "Access tokens")
public class TokensResource {
  static final String PATH = "/api/tokens";

  private final AccessTokenTable table;
  private final AccessTokens tokens;
  private final RequestCaller caller;
  private final CurrentActor actor;

  TokensResource(
      AccessTokenTable table, AccessTokens tokens, RequestCaller caller, CurrentActor actor) {
    this.table = table;
    this.tokens = tokens;
    this.caller = caller;
    this.actor = actor;
  }

  @GET
  @Operation(summary = "All tokens by name, without the secret")
  public List<TokenBody> list() {
    Caller admin = caller.get();
    return table.all().stream()
        .filter(token -> token.grants().stream().allMatch(admin::administers))
        .map(token -> TokenBody.of(token, null))
        .toList();
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Makes a token, which is shown only in this answer")
  @APIResponse(
      responseCode = "201",
      description = "Made",
      content = @Content(schema = @Schema(implementation = TokenBody.class)))
  @APIResponse(responseCode = "400", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "409", ref = ApiDescription.PROBLEM)
  public Response post(NewTokenBody body) {
    NewToken wanted = body.toNewToken();
    for (int i = 0; i < wanted.grants().size(); i++) {
      if (!caller.get().administers(wanted.grants().get(i))) {
        return Problem.invalid("grants[" + i + "]", "is not for you to give").response();
      }
    }
    CreatedToken made = table.create(wanted, actor.origin());
    if (made == null) {
      return Problem.of(Response.Status.CONFLICT, "there is a token named " + wanted.name())
          .response();
    }
    tokens.refresh();
    return Response.created(Responses.uri(PATH, wanted.name()))
        .entity(TokenBody.of(made.token(), made.secret()))
        .build();
  }

  @DELETE
  @Path("{name}")
  @Operation(summary = "Revokes a token; it is dead on every instance within two seconds")
  @APIResponse(responseCode = "204", description = "Revoked")
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  public Response delete(@PathParam("name") String name) {
    Caller admin = caller.get();
    boolean revoked =
        table.all().stream()
                .filter(token -> token.name().equals(name))
                .flatMap(token -> token.grants().stream())
                .allMatch(admin::administers)
            && table.revoke(name, actor.origin());
    tokens.refresh();
    return revoked ? Response.noContent().build() : Responses.unknown("token " + name).response();
  }
}
