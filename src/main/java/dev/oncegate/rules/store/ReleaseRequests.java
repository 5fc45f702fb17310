package dev.oncegate.rules.store;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The requests to put rulebooks in force. Each change is an entry of the audit. All methods throw
 * {@link dev.oncegate.core.DependencyUnavailableException} if the store does not answer.
 */
public interface ReleaseRequests {

  /** Keeps a new one. */
  ReleaseRequest open(String hash, String by, @Nullable String reason, String evidence);

  /** Those for a rulebook, the newest first. */
  List<ReleaseRequest> of(String hash);

  Optional<ReleaseRequest> find(long id);

  /** Puts its rulebook in force on every instance; empty where it was decided before. */
  Optional<ReleaseRequest> approve(long id, String by, @Nullable String reason);

  /** Leaves what is in force; empty where it was decided before. */
  Optional<ReleaseRequest> reject(long id, String by, @Nullable String reason);
}
