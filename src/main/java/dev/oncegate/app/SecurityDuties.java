package dev.oncegate.app;

import dev.oncegate.core.DependencyUnavailableException;
import dev.oncegate.security.AccessTokens;
import dev.oncegate.security.Admission;
import dev.oncegate.security.IssuerSettings;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps a service closed that nobody has opened, and says again and again that one is open. */
@Singleton
final class SecurityDuties {
  private static final Logger LOG = Logger.getLogger(SecurityDuties.class);

  private final Admission admission;
  private final IssuerSettings issuer;
  private final String host;
  private final Instance<AccessTokens> tokens;
  private @Nullable AccessTokens started;

  SecurityDuties(
      Admission admission,
      IssuerSettings issuer,
      @ConfigProperty(name = "quarkus.http.host") String host,
      Instance<AccessTokens> tokens) {
    this.admission = admission;
    this.issuer = issuer;
    this.host = host;
    this.tokens = tokens;
  }

  /**
   * Begins to follow the tokens.
   *
   * @throws ConfigurationException with a sentence, if others can reach the service and nobody
   *     could come in
   */
  void start() {
    AccessTokens following = tokens.get();
    boolean somebodyCanComeIn =
        admission != Admission.WITH_TOKEN
            || Admission.isThisHost(host)
            || issuer.enabled()
            || following.hasValid();
    if (!somebodyCanComeIn) {
      // Or it would say that it finds no database any more.
      following.close();
      throw DatabaseAtStart.end(
          ("quarkus.http.host=%s lets others reach the service, and there is no access token to come"
                  + " in with; make one (oncegate token create --name admin --role admin), or leave"
                  + " quarkus.http.host out to serve this host only, or say"
                  + " oncegate.security.open=true to let everybody do everything")
              .formatted(host));
    }
    started = following;
    warnIfOpen();
  }

  /** Once an hour, and at the start. */
  @Scheduled(every = "1h", delayed = "1h")
  void warnIfOpen() {
    if (admission == Admission.OPEN) {
      LOG.warnf(
          "everybody who reaches %s may do everything without a token:"
              + " oncegate.security.open is true",
          host);
    }
  }

  @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void writeUses() {
    if (started == null) {
      return;
    }
    try {
      started.writeUses();
    } catch (DependencyUnavailableException e) {
      LOG.debugf("when tokens were used last is noted later: %s", e.getMessage());
    }
  }

  void stop() {
    if (started != null) {
      writeUses();
      started.close();
    }
  }
}
