package dev.oncegate.rest;

import dev.oncegate.core.update.CodePoints;
import dev.oncegate.core.update.Integrations.Connection;
import dev.oncegate.rest.ValidText.Format;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A connection as JSON writes it. */
@RegisterForReflection
@Schema(name = "Connection")
public record ConnectionBody(
    @NotNull(message = Problem.MISSING) @ValidText(Format.NAME) String computationId,
    @NotNull(message = Problem.MISSING) List<@ValidText(Format.NAME) String> destinationIds) {

  static ConnectionBody of(Connection connection) {
    return new ConnectionBody(
        connection.computationId(),
        connection.destinationIds().stream().sorted(CodePoints::compare).toList());
  }

  Connection toConnection() {
    return new Connection(computationId, destinationIds.stream().distinct().toList());
  }
}
