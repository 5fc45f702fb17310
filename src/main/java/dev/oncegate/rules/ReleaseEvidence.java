package dev.oncegate.rules;

import dev.oncegate.rules.proof.Verdicts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What somebody should know who decides whether a rulebook is put in force. */
public final class ReleaseEvidence {
  private ReleaseEvidence() {}

  /**
   * As JSON: {@code check} and {@code difference} as the commands {@code check} and {@code diff}
   * write them, and {@code backtest}.
   *
   * @param files of the rulebook
   * @param inForce null where none is; then there is no difference
   * @param backtest who would be affected, in words, as far as somebody has tried
   */
  public static String of(
      Map<String, byte[]> files, @Nullable CompiledRulebook inForce, @Nullable String backtest) {
    LoadResult load = RulebookLoader.load(RulebookFiles.of(files));
    var evidence = new LinkedHashMap<String, @Nullable Object>();
    evidence.put("check", RulebookJson.check(load, List.of()));
    evidence.put("difference", difference(load, inForce));
    evidence.put("backtest", backtest);
    return RulebookJson.of(evidence);
  }

  /** Null where there are too many situations to compare, or nothing to compare with. */
  private static @Nullable Map<String, Object> difference(
      LoadResult load, @Nullable CompiledRulebook inForce) {
    Verdicts after = load.verdicts();
    if (inForce == null || after == null) {
      return null;
    }
    Verdicts before = inForce.verdicts();
    return Difference.situations(before, after) > RulebookLoader.SITUATIONS
        ? null
        : RulebookJson.diff(
            inForce.hash(), load.hash(), Map.of(), Difference.between(before, after));
  }
}
