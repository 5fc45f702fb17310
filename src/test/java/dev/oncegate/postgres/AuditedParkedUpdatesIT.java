package dev.oncegate.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncegate.audit.AuditLog;
import dev.oncegate.audit.AuditSource;
import dev.oncegate.audit.ChangeOrigin;
import dev.oncegate.core.DependencyUnavailableException;
import dev.oncegate.pipeline.ParkedId;
import dev.oncegate.pipeline.ParkedUpdate;
import dev.oncegate.pipeline.ParkedUpdates;
import dev.oncegate.testkit.MigratedDatabase;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Parked updates whose handling fails, on a pool of connections as the service has it. */
class AuditedParkedUpdatesIT {
  private static MigratedDatabase database;

  @BeforeAll
  static void startDatabase() {
    database = MigratedDatabase.start();
  }

  @AfterAll
  static void stopDatabase() {
    database.close();
  }

  @Test
  void whatKafkaDidNotTakeIsNoEntry() {
    var audit = new AuditLog(() -> new ChangeOrigin("ann", AuditSource.API, null));
    var parked = new AuditedParkedUpdates(new WithoutKafka(), database.pool(), audit);
    assertThatThrownBy(() -> parked.retry(new ParkedId(0, 17), "ann"))
        .isInstanceOf(DependencyUnavailableException.class)
        .hasMessage("Kafka does not answer");
    assertThat(database.number("select count(*) from audit")).isZero();
  }

  private static final class WithoutKafka implements ParkedUpdates {
    @Override
    public List<ParkedUpdate> list(boolean handledToo) {
      return List.of();
    }

    @Override
    public @Nullable WithBytes show(ParkedId id) {
      return null;
    }

    @Override
    public Answer retry(ParkedId id, String by) {
      throw new DependencyUnavailableException("Kafka does not answer");
    }

    @Override
    public Answer discard(ParkedId id, String by) {
      throw new DependencyUnavailableException("Kafka does not answer");
    }
  }
}
