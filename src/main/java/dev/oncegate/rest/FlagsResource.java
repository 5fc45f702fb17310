package dev.oncegate.rest;

import dev.oncegate.rollout.ChangeReason;
import dev.oncegate.rollout.RolloutBill;
import dev.oncegate.rollout.RolloutCache;
import dev.oncegate.rollout.RolloutFlag;
import dev.oncegate.rollout.RolloutSettings;
import dev.oncegate.security.RoleName;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The kill switch, and how much is compared. */
@Path("/api/flags")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Rollout")
public class FlagsResource {
  private final RolloutSettings settings;
  private final RolloutCache cache;
  private final RolloutBill bills;
  private final ChangeReasons reasons;

  FlagsResource(
      RolloutSettings settings, RolloutCache cache, RolloutBill bills, ChangeReasons reasons) {
    this.settings = settings;
    this.cache = cache;
    this.bills = bills;
    this.reasons = reasons;
  }

  @GET
  @RolesAllowed(RoleName.VIEWER)
  @Operation(summary = "All flags, and what they say on this instance")
  public List<FlagBody> list() {
    Map<RolloutFlag, String> set = settings.flags();
    return Arrays.stream(RolloutFlag.values()).map(flag -> body(flag, set)).toList();
  }

  @PUT
  @RolesAllowed(RoleName.OPERATOR_OF_ALL)
  @Path("{name}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Sets a flag, in force on every instance within two seconds")
  @APIResponse(responseCode = "400", ref = ApiDescription.PROBLEM)
  @APIResponse(responseCode = "404", ref = ApiDescription.PROBLEM)
  public FlagBody put(@PathParam("name") String name, FlagChangeBody change) {
    RolloutFlag flag = flagOf(name);
    String value = valueOf(flag, change.value());
    ChangeReason _ = reasons.require(change.reason());
    settings.set(flag, value);
    return body(flag, settings.flags());
  }

  @GET
  @RolesAllowed(RoleName.VIEWER_OF_ALL)
  @Path("bill")
  @Operation(
      summary = "What the kill switch is about, by what was decided and sent since a time",
      description =
          "By destination: what the dedupe flow held back and the legacy flow would send; and what"
              + " the legacy flow sent, with what of it went to somebody who had it before.")
  @APIResponse(responseCode = "400", ref = ApiDescription.PROBLEM)
  public BillBody bill(@QueryParam("since") @Nullable String since) {
    return BillBody.of(bills.ofAll(SinceParameter.instantOf(since)));
  }

  private FlagBody body(RolloutFlag flag, Map<RolloutFlag, String> set) {
    return new FlagBody(
        flag.word(), set.getOrDefault(flag, flag.usual()), cache.current().valueOf(flag));
  }

  private static RolloutFlag flagOf(String name) {
    RolloutFlag flag = RolloutFlag.of(name);
    if (flag == null) {
      throw new ProblemException(Responses.unknown("flag " + name));
    }
    return flag;
  }

  private static String valueOf(RolloutFlag flag, String text) {
    try {
      return flag.canonical(text);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(Problem.invalid("value", String.valueOf(e.getMessage())));
    }
  }
}
