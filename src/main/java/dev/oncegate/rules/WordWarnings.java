package dev.oncegate.rules;

import dev.oncegate.core.update.Integrations;
import dev.oncegate.rules.RulebookStatus.Trouble;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Which words of the rulebook in force no destination and no space has. They are looked for when
 * the rulebook or the configuration has changed, and each is told to the log once.
 */
public final class WordWarnings {
  private static final Logger LOG = Logger.getLogger(WordWarnings.class);

  private final Supplier<Integrations> integrations;

  // Guarded by this: whoever asks for the status looks, and so does what follows the rulebooks.
  private @Nullable CompiledRulebook rulebook;
  private @Nullable Integrations configuration;
  private List<Trouble> warnings = List.of();

  public WordWarnings(Supplier<Integrations> integrations) {
    this.integrations = integrations;
  }

  /**
   * Looks for them.
   *
   * @param inForce null where none is
   */
  @SuppressWarnings("ReferenceEquality") // What has changed is another object.
  public synchronized List<Trouble> of(@Nullable CompiledRulebook inForce) {
    Integrations now = integrations.get();
    if (inForce == null) {
      return List.of();
    }
    if (inForce != rulebook || now != configuration) {
      rulebook = inForce;
      configuration = now;
      List<Trouble> before = warnings;
      warnings =
          UnknownWords.of(inForce.verdicts(), now).stream()
              .map(found -> new Trouble(found.address(), found.sentence()))
              .toList();
      warnings.stream()
          .filter(warning -> !before.contains(warning))
          .forEach(warning -> LOG.warnf("a word of the tables that nothing has: %s", warning));
    }
    return warnings;
  }
}
