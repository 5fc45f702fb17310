package dev.oncegate.http;

import dev.oncegate.rules.RulebookStatus;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The rulebook in force.
 *
 * @param source {@code shipped}, {@code directory} or {@code uploaded}
 * @param state {@code ok}, or {@code degraded} while a newer version is refused
 */
@RegisterForReflection
@Schema(name = "RulebookInForce")
public record RulebookInForceBody(
    String hash, String source, String state, List<TroubleBody> problems) {

  /** What is wrong with the version that is refused. */
  @RegisterForReflection
  @Schema(name = "RulebookProblem")
  public record TroubleBody(String address, String sentence) {}

  static RulebookInForceBody of(RulebookStatus status) {
    return new RulebookInForceBody(
        status.hash(),
        status.source().name().toLowerCase(Locale.ROOT),
        status.isDegraded() ? "degraded" : "ok",
        status.problems().stream()
            .map(it -> new TroubleBody(it.address(), it.sentence()))
            .toList());
  }
}
