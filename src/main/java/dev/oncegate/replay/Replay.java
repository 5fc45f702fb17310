package dev.oncegate.replay;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.SyncGate;
import dev.oncegate.core.decide.Rulebook;
import dev.oncegate.core.update.Integrations;
import dev.oncegate.core.update.ProfileUpdate;
import java.io.IOException;
import java.util.List;

/** One recording through one rulebook, with a send history that starts empty and evolves. */
public final class Replay {

  /** Who is told what was decided, update by update, in input order. */
  public interface Listener {
    void decided(Outcome outcome) throws IOException;
  }

  private final Integrations integrations;
  private final Rulebook rulebook;
  private final InMemoryHistory history;

  public Replay(Integrations integrations, Rulebook rulebook) {
    this(integrations, rulebook, new InMemoryHistory());
  }

  /** A replay that goes on from a history. */
  public Replay(Integrations integrations, Rulebook rulebook, InMemoryHistory history) {
    this.integrations = integrations;
    this.rulebook = rulebook;
    this.history = history;
  }

  /** Has the history begin with what was sent before, according to the service's ledger. */
  public void beginWith(LedgerSnapshot snapshot) throws InvalidRecordingException {
    snapshot.loadInto(List.of(history));
  }

  InMemoryHistory history() {
    return history;
  }

  /** Decides one update, and remembers it. */
  public Outcome step(ProfileUpdate update) {
    history.heed(update);
    Outcome outcome = SyncGate.process(update, integrations.connectedTo(update), history, rulebook);
    history.remember(outcome.entries());
    return outcome;
  }

  /**
   * Decides all updates of a recording, and closes it.
   *
   * @throws InvalidRecordingException at the first line that cannot be decided
   * @throws IOException if the listener cannot write
   */
  public void run(Recording recording, Listener listener)
      throws InvalidRecordingException, IOException {
    try (var ahead = new ReadAhead(recording)) {
      for (ProfileUpdate update = ahead.next(); update != null; update = ahead.next()) {
        listener.decided(step(update));
      }
    }
  }
}
