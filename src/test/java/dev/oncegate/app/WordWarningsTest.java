package dev.oncegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.update.Integrations;
import dev.oncegate.core.update.Space;
import dev.oncegate.rules.CompiledRulebook;
import dev.oncegate.rules.RulebookStatus;
import dev.oncegate.rules.RulebookStatus.Source;
import dev.oncegate.rules.RulebookStatus.Trouble;
import dev.oncegate.rules.Tables;
import dev.oncegate.rules.WordWarnings;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

class WordWarningsTest {
  private static final CompiledRulebook RULEBOOK =
      Tables.accepted(
          Tables.files(
              Tables.with(0, "deduped=yes;tier=gold -> DROP x"),
              Tables.DEFAULT_ROUTE,
              Tables.NO_PROPERTIES));

  @Test
  void aWordIsWarnedOfUntilASpaceHasIt() {
    var configuration = new AtomicReference<>(tiered("Gold"));
    var warnings = new WordWarnings(configuration::get);

    assertThat(warnings.of(RULEBOOK))
        .singleElement()
        .extracting(Trouble::sentence)
        .isEqualTo("no space has the tier `gold`: did you mean `Gold`?");
    configuration.set(tiered("gold"));
    assertThat(warnings.of(RULEBOOK)).isEmpty();
    assertThat(warnings.of(null)).isEmpty();
  }

  @Test
  void aWarningIsInTheHealthAndKeepsNothingFromBeingReady() {
    List<Trouble> words = new WordWarnings(() -> tiered("Gold")).of(RULEBOOK);
    RulebookStatus status = new RulebookStatus("5d41", Source.DIRECTORY, List.of()).warning(words);
    HealthCheckResponse response = new RulebookReadiness(() -> status).call();

    assertThat(response.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    assertThat(response.getData().orElseThrow())
        .containsEntry("state", "ok")
        .containsEntry(
            words.getFirst().address(),
            "warning: no space has the tier `gold`: did you mean `Gold`?");
  }

  private static Integrations tiered(String tier) {
    return new Integrations(List.of(new Space("spa_1", tier)), List.of(), List.of());
  }
}
