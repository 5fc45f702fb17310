package dev.oncegate.rollout;

import dev.oncegate.core.event.Flow;
import dev.oncegate.core.update.Space;
import dev.oncegate.pipeline.BatchFlows;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.NoOpProvider;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What flags and gates say, asked of OpenFeature: once for a batch, and once for each of its
 * spaces.
 */
public final class Rollout implements AutoCloseable {
  // Without an answer, what is shipped: the dedupe flow for everybody, and no comparison.
  private static final boolean DEDUPE = true;
  private static final double GATE = ProfileShare.ALL.percent();
  private static final double SHADOWED = ProfileShare.NONE.percent();

  static final String GATE_SALT = "gate";
  private static final String COMPARE_SALT = "compare";
  private static final String CANDIDATE_SALT = "candidate";

  private final String domain;
  private final Client client;

  private Rollout(String domain, Client client) {
    this.domain = domain;
    this.client = client;
  }

  /**
   * Binds a provider to OpenFeature, in a domain of its own.
   *
   * @param state what is in force
   */
  public static Rollout start(Supplier<RolloutState> state) {
    String domain = "oncegate-" + UUID.randomUUID();
    OpenFeatureAPI api = OpenFeatureAPI.getInstance();
    api.setProviderAndWait(domain, new RolloutProvider(state));
    return new Rollout(domain, api.getClient(domain));
  }

  /** Which flow the updates of a batch take. */
  public BatchFlows forBatch() {
    return new EvaluatedFlows(client, isDedupeOff());
  }

  /** Whether the kill switch is thrown. */
  boolean isDedupeOff() {
    return !client.getBooleanValue(RolloutProvider.DEDUPE, DEDUPE);
  }

  /** Whose updates are compared. */
  ShadowedProfiles compared() {
    return shadowed(RolloutProvider.COMPARE, COMPARE_SALT);
  }

  /** Whose updates a candidate decides too. */
  ShadowedProfiles shadowedByCandidate() {
    return shadowed(RolloutProvider.CANDIDATE, CANDIDATE_SALT);
  }

  private ShadowedProfiles shadowed(String flag, String salt) {
    return new ShadowedProfiles(
        ProfileShare.ofPercent(client.getDoubleValue(flag, SHADOWED)), salt);
  }

  @Override
  public void close() {
    OpenFeatureAPI.getInstance().setProvider(domain, new NoOpProvider());
  }

  /** Those whose updates are decided in the shadow too. */
  record ShadowedProfiles(ProfileShare share, String salt) {
    boolean areNone() {
      return share.equals(ProfileShare.NONE);
    }

    boolean include(String spaceId, String profileId) {
      return share.includes(salt, spaceId, profileId);
    }
  }

  private static final class EvaluatedFlows implements BatchFlows {
    private final Client client;
    private final boolean dedupeOff;
    private final Map<String, ProfileShare> bySpace = new HashMap<>();

    EvaluatedFlows(Client client, boolean dedupeOff) {
      this.client = client;
      this.dedupeOff = dedupeOff;
    }

    @Override
    public boolean isDedupeOff() {
      return dedupeOff;
    }

    @Override
    public Flow flowOf(Space space, String profileId) {
      ProfileShare share = bySpace.get(space.id());
      if (share == null) {
        share = evaluated(space);
        bySpace.put(space.id(), share);
      }
      return share.includes(GATE_SALT, space.id(), profileId) ? Flow.DEDUPE : Flow.LEGACY;
    }

    private ProfileShare evaluated(Space space) {
      var context =
          new ImmutableContext(space.id(), Map.of(RolloutProvider.TIER, new Value(space.tier())));
      return ProfileShare.ofPercent(client.getDoubleValue(RolloutProvider.GATE, GATE, context));
    }
  }
}
