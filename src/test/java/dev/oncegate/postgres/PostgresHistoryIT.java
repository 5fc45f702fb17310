package dev.oncegate.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.Outcome;
import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.core.update.RecordPosition;
import dev.oncegate.pipeline.LedgerEntry;
import dev.oncegate.testkit.SendHistoryContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** The contract, and again with a crash after each update. */
class PostgresHistoryIT extends LedgerOnPostgres {

  @Nested
  class EachUpdateInABatchOfItsOwn extends SendHistoryContract {
    private long offset = 10;

    @Override
    protected Outcome process(ProfileUpdate update, Connected connected) {
      var at = new RecordPosition(TOPIC, 0, offset++);
      return decide(List.of(new LedgerEntry(update, connected, at, 0, false))).getFirst();
    }
  }

  @Nested
  class AllOfThemAgainInOneBatchAfterEachCrash extends SendHistoryContract {
    private final List<LedgerEntry> all = new ArrayList<>();
    private final List<Outcome> before = new ArrayList<>();

    @Override
    protected Outcome process(ProfileUpdate update, Connected connected) {
      all.add(
          new LedgerEntry(
              update, connected, new RecordPosition(TOPIC, 0, 10 + all.size()), 0, false));
      List<Outcome> outcomes = decide(all);
      assertThat(outcomes.subList(0, before.size())).isEqualTo(before);
      before.clear();
      before.addAll(outcomes);
      return outcomes.getLast();
    }
  }

  @Nested
  class EachTwiceInABatchOfItsOwn extends SendHistoryContract {
    private long offset = 10;

    @Override
    protected Outcome process(ProfileUpdate update, Connected connected) {
      var batch =
          List.of(
              new LedgerEntry(update, connected, new RecordPosition(TOPIC, 0, offset++), 0, false));
      Outcome outcome = decide(batch).getFirst();
      assertThat(decide(batch)).containsExactly(outcome);
      return outcome;
    }
  }
}
