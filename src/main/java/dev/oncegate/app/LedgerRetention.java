package dev.oncegate.app;

import dev.oncegate.core.DependencyUnavailableException;
import dev.oncegate.postgres.PostgresLedger;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Has the ledger forget what is older than the configured age, once an hour. */
@Singleton
final class LedgerRetention {
  private static final Logger LOG = Logger.getLogger(LedgerRetention.class);

  private final PostgresLedger ledger;
  private final LanesConfig.Ledger config;

  LedgerRetention(PostgresLedger ledger, LanesConfig config) {
    this.ledger = ledger;
    this.config = config.ledger();
  }

  // Delayed, so that a process that has just been started catches up with its topics first.
  @Scheduled(every = "1h", delayed = "5m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void forget() {
    config
        .retention()
        .ifPresent(
            age -> {
              try {
                long rows = ledger.retain(age);
                LOG.infof("the send ledger has forgotten %d sends older than %s", rows, age);
              } catch (DependencyUnavailableException e) {
                LOG.warnf("the send ledger forgets nothing for now: %s", e.getMessage());
              }
            });
  }
}
