package dev.oncegate.rest;

import dev.oncegate.pipeline.ParkedId;
import dev.oncegate.pipeline.ParkedUpdate;
import dev.oncegate.pipeline.ParkedUpdates;
import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A service that lets nobody in without a token, and has no broker. */
public final class TokensNeeded implements QuarkusTestProfile {

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of("oncegate.security.required", "true");
  }

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(NothingParked.class);
  }

  /** What is parked where nothing is. */
  @Alternative
  @Singleton
  public static final class NothingParked implements ParkedUpdates {
    @Override
    public List<ParkedUpdate> list(boolean handledToo) {
      return List.of();
    }

    @Override
    public @Nullable WithBytes show(ParkedId id) {
      return null;
    }

    @Override
    public Answer retry(ParkedId id, String by) {
      return new NoSuchUpdate();
    }

    @Override
    public Answer discard(ParkedId id, String by) {
      return new NoSuchUpdate();
    }
  }
}
