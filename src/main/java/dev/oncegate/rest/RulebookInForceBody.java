package dev.oncegate.rest;

import dev.oncegate.rules.RulebookStatus;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The rulebook in force.
 *
 * @param hash null where none is in force
 * @param source {@code shipped}, {@code directory}, {@code uploaded}, or {@code kept}: the last
 *     good version of a directory that is bad
 * @param state {@code ok}; {@code degraded} while a newer version is refused; {@code none} where no
 *     version is good, so that nothing is decided
 * @param warnings words of it that no destination and no space has
 */
@RegisterForReflection
@Schema(name = "RulebookInForce")
public record RulebookInForceBody(
    @Nullable String hash,
    String source,
    String state,
    List<TroubleBody> problems,
    List<TroubleBody> warnings) {

  /** What is wrong with the version that is refused, or odd in the one that is in force. */
  @RegisterForReflection
  @Schema(name = "RulebookProblem")
  public record TroubleBody(String address, String sentence) {}

  static RulebookInForceBody of(RulebookStatus status) {
    return new RulebookInForceBody(
        status.hash(),
        status.source().name().toLowerCase(Locale.ROOT),
        status.state(),
        bodies(status.problems()),
        bodies(status.warnings()));
  }

  private static List<TroubleBody> bodies(List<RulebookStatus.Trouble> troubles) {
    return troubles.stream().map(it -> new TroubleBody(it.address(), it.sentence())).toList();
  }
}
