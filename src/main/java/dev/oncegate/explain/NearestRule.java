package dev.oncegate.explain;

import dev.oncegate.core.decide.Situation;
import dev.oncegate.rules.CompiledRulebook;
import org.jspecify.annotations.Nullable;

/** Which row nearly fired. */
public final class NearestRule {
  private NearestRule() {}

  /** The row that would answer if the cells named were met; null where there is none. */
  public static Explanation.@Nullable NearMiss nearMiss(
      CompiledRulebook rulebook, Situation situation) {
    CompiledRulebook.NearestMiss near = rulebook.nearMiss(situation);
    return near == null
        ? null
        : new Explanation.NearMiss(
            near.row().address(),
            near.statement(),
            near.unmet().stream()
                .map(
                    it ->
                        new Explanation.Unmet(
                            it.cell(), it.attribute().word(), it.wanted(), it.found()))
                .toList());
  }
}
