package dev.oncegate.http;

import dev.oncegate.core.update.CodePoints;
import dev.oncegate.core.update.Integrations.Connection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A connection as JSON writes it. */
@Schema(name = "Connection")
public record ConnectionBody(
    @Schema(required = true) String computationId,
    @Schema(required = true) List<String> destinationIds) {

  static ConnectionBody of(Connection connection) {
    return new ConnectionBody(
        connection.computationId(),
        connection.destinationIds().stream().sorted(CodePoints::compare).toList());
  }
}
