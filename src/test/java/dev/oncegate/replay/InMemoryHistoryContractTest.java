package dev.oncegate.replay;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.SyncGate;
import dev.oncegate.core.TreeOfTheDesign;
import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.testkit.SendHistoryContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

class InMemoryHistoryContractTest {

  @Nested
  class OnTheHeap extends SendHistoryContract {
    private final InMemoryHistory history = new InMemoryHistory();

    @Override
    protected Outcome process(ProfileUpdate update, Connected connected) {
      return decide(update, connected, history);
    }
  }

  @Nested
  class InATemporaryFile extends SendHistoryContract {
    private InMemoryHistory history = new InMemoryHistory();

    @BeforeEach
    void takeNoHeap() {
      System.setProperty(SpillingMap.LARGEST_ON_HEAP, "0");
      history = new InMemoryHistory();
    }

    @AfterEach
    void takeHeapAgain() {
      System.clearProperty(SpillingMap.LARGEST_ON_HEAP);
    }

    @Override
    protected Outcome process(ProfileUpdate update, Connected connected) {
      return decide(update, connected, history);
    }
  }

  private static Outcome decide(
      ProfileUpdate update, Connected connected, InMemoryHistory history) {
    history.heed(update);
    Outcome outcome = SyncGate.process(update, connected, history, new TreeOfTheDesign());
    history.remember(outcome.entries());
    return outcome;
  }
}
