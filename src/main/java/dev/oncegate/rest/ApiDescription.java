package dev.oncegate.rest;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What OpenAPI says of all resources. */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Oncegate",
            version = "1",
            description = "Configuration and identity data of a sync decision service."),
    components =
        @Components(
            responses =
                @APIResponse(
                    name = ApiDescription.PROBLEM,
                    description = "What went wrong, and with which field (RFC 9457)",
                    content =
                        @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class)))))
public final class ApiDescription extends Application {
  static final String PROBLEM = "Problem";
}
