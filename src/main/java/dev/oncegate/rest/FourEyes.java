package dev.oncegate.rest;

import dev.oncegate.rules.store.KeptRulebook;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The rule that who uploaded a rulebook does not put it in force, where that is wanted. */
@Singleton
final class FourEyes {
  private final boolean wanted;

  FourEyes(
      @ConfigProperty(name = "oncegate.release.four-eyes", defaultValue = "false") boolean wanted) {
    this.wanted = wanted;
  }

  /**
   * Checks who activates.
   *
   * @throws ProblemException if it is who uploaded
   */
  void check(KeptRulebook version, String by) {
    if (wanted && version.author().equals(by)) {
      throw new ProblemException(
          Problem.fourEyes(
              ("rulebook %s was uploaded by %s and is being activated by %s; another person activates"
                      + " it, or approves a release request")
                  .formatted(version.hash(), version.author(), by)));
    }
  }
}
