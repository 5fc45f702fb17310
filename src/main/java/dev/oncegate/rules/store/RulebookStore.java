package dev.oncegate.rules.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rulebooks that were uploaded, as files, and which one was in force when. Each change is an
 * entry of the audit. All methods throw {@link dev.oncegate.core.DependencyUnavailableException} if
 * the store does not answer.
 */
public interface RulebookStore {

  /** Keeps a rulebook; one that is there already stays as it is. */
  KeptRulebook keep(String hash, String author, String note, Map<String, byte[]> files);

  /** Keeps a rulebook that came into force from a directory, as the last one that did. */
  void keepFromDirectory(String hash, String directory, Map<String, byte[]> files);

  /** The hash of the rulebook that came into force last from a directory, anybody's. */
  Optional<String> lastFromDirectory();

  /** All rulebooks, the newest first. */
  List<KeptRulebook> all();

  Optional<KeptRulebook> find(String hash);

  /** The files of a rulebook; none where there is no such rulebook. */
  Map<String, byte[]> filesOf(String hash);

  /** Puts a rulebook in force on every instance; null for the directory of each. */
  void activate(@Nullable String hash, String author);

  /** Puts in force again what was before; false where nothing was activated yet. */
  boolean rollBack(String author);

  /** What was put in force, the newest first; where there is nothing, it is the directory. */
  List<Activation> activations(int most);
}
