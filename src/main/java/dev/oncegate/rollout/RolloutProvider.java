package dev.oncegate.rollout;

import dev.oncegate.core.update.Space;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.Metadata;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.openfeature.sdk.Reason;
import dev.openfeature.sdk.Value;
import java.util.function.Supplier;

/**
 * Answers OpenFeature out of the snapshot in force, so that no evaluation waits for anything. There
 * are {@code dedupe}, a boolean; {@code compare} and {@code candidate}, doubles; and {@code gate},
 * a double, for the space that is the targeting key and has the tier of the context's {@code tier}.
 */
final class RolloutProvider implements FeatureProvider {
  static final String DEDUPE = RolloutFlag.DEDUPE.word();
  static final String COMPARE = RolloutFlag.COMPARE.word();
  static final String CANDIDATE = RolloutFlag.CANDIDATE.word();
  static final String GATE = "gate";
  static final String TIER = "tier";

  private final Supplier<RolloutState> state;

  RolloutProvider(Supplier<RolloutState> state) {
    this.state = state;
  }

  @Override
  public Metadata getMetadata() {
    return () -> "oncegate";
  }

  @Override
  public ProviderEvaluation<Boolean> getBooleanEvaluation(
      String key, Boolean defaultValue, EvaluationContext context) {
    if (!key.equals(DEDUPE)) {
      return unknown(key, defaultValue);
    }
    RolloutState now = state.get();
    return answer(now.isDedupeOn(), now.valueOf(RolloutFlag.DEDUPE), Reason.STATIC);
  }

  @Override
  public ProviderEvaluation<Double> getDoubleEvaluation(
      String key, Double defaultValue, EvaluationContext context) {
    RolloutState now = state.get();
    if (key.equals(COMPARE) || key.equals(CANDIDATE)) {
      RolloutFlag flag = key.equals(COMPARE) ? RolloutFlag.COMPARE : RolloutFlag.CANDIDATE;
      return answer(now.shareOf(flag).percent(), now.valueOf(flag), Reason.STATIC);
    }
    if (!key.equals(GATE)) {
      return unknown(key, defaultValue);
    }
    FlowGate gate = now.gateOf(new Space(idOf(context), tierOf(context)));
    return answer(gate.share().percent(), gate.scope().toString(), Reason.TARGETING_MATCH);
  }

  @Override
  public ProviderEvaluation<String> getStringEvaluation(
      String key, String defaultValue, EvaluationContext context) {
    return unknown(key, defaultValue);
  }

  @Override
  public ProviderEvaluation<Integer> getIntegerEvaluation(
      String key, Integer defaultValue, EvaluationContext context) {
    return unknown(key, defaultValue);
  }

  @Override
  public ProviderEvaluation<Value> getObjectEvaluation(
      String key, Value defaultValue, EvaluationContext context) {
    return unknown(key, defaultValue);
  }

  private static String idOf(EvaluationContext context) {
    String key = context.getTargetingKey();
    return key == null ? "" : key;
  }

  private static String tierOf(EvaluationContext context) {
    Value tier = context.getValue(TIER);
    String word = tier == null ? null : tier.asString();
    return word == null ? "" : word;
  }

  private static <T> ProviderEvaluation<T> answer(T value, String variant, Reason reason) {
    return ProviderEvaluation.<T>builder()
        .value(value)
        .variant(variant)
        .reason(reason.name())
        .build();
  }

  private static <T> ProviderEvaluation<T> unknown(String key, T defaultValue) {
    return ProviderEvaluation.<T>builder()
        .value(defaultValue)
        .reason(Reason.ERROR.name())
        .errorCode(ErrorCode.FLAG_NOT_FOUND)
        .errorMessage("there is no flag " + key + " of this type")
        .build();
  }
}
