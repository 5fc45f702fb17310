package dev.oncegate.rest;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** What OpenAPI says of all resources. */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Oncegate",
            version = "1",
            description = "Configuration and identity data of a sync decision service."),
    security = @SecurityRequirement(name = ApiDescription.TOKEN),
    components =
        @Components(
            securitySchemes =
                @SecurityScheme(
                    securitySchemeName = ApiDescription.TOKEN,
                    type = SecuritySchemeType.HTTP,
                    scheme = "bearer",
                    description =
                        "An access token (og_ and 43 letters and digits), or one of the OIDC issuer"),
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
  static final String TOKEN = "AccessToken";
}
