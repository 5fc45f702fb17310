package dev.oncegate.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a profile in a computation, decision by decision.
 *
 * @param lineage the profiles that are one with it, sorted
 * @param steps in the order in which they were decided
 * @param ledger what the send ledger says in the end
 */
@RegisterForReflection
public record Explanation(
    String spaceId,
    String profileId,
    String computationId,
    List<String> lineage,
    List<ExplanationStep> steps,
    List<ExplanationEntry> ledger) {

  /**
   * One update and one destination.
   *
   * @param profileId the one that the update was decided for: the profile or one of its lineage
   * @param at when: of a recording {@code computedAt}, of a service when it was decided; RFC 3339
   * @param where the update's line in a recording, or the decision's place in the decision log
   * @param sentence what the row says; null where its rulebook is not known any more
   * @param situation the words that the row was chosen by; null where they were not kept
   * @param nearMiss the row that would fire if the fewest of its own cells were met and nothing
   *     else changed; null where there is none, or where the rulebook is not known
   * @param before what the ledger said until then; null where only its end is known
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ExplanationStep(
      String messageId,
      String profileId,
      String at,
      String where,
      String destinationId,
      String action,
      List<ExplainedId> ids,
      String reason,
      @Nullable String route,
      String row,
      @Nullable String sentence,
      String rulebook,
      @Nullable String situation,
      @Nullable NearMiss nearMiss,
      @Nullable List<ExplanationEntry> before) {}

  /** An external id that it went to. */
  @RegisterForReflection
  public record ExplainedId(String type, String id) {}

  /** A row that did not fire, and what kept it from firing. */
  @RegisterForReflection
  public record NearMiss(String row, String statement, List<Unmet> unmet) {}

  /**
   * A cell that wants other words than the situation has.
   *
   * @param wanted those of its words with which the row would fire
   */
  @RegisterForReflection
  public record Unmet(String cell, String attribute, List<String> wanted, String found) {}

  /**
   * What the ledger says of a send.
   *
   * @param address {@code type id} where the message goes out once for each address
   * @param messageId of the update that wrote it
   * @param profileId of that update
   * @param computedAt of the update that was sent
   * @param value the trait's value that was sent; empty for audiences and journeys
   * @param leftSince whether the profile left after it, where it may be sent again on re-entry
   * @param where topic id, partition and offset of the update that wrote it; null in a recording
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ExplanationEntry(
      String destinationId,
      @Nullable String address,
      String messageId,
      String profileId,
      String computedAt,
      String value,
      boolean leftSince,
      @Nullable String where) {}
}
