package dev.oncegate.postgres;

import dev.oncegate.audit.AuditLog;
import dev.oncegate.audit.AuditedChange;
import dev.oncegate.core.DependencyUnavailableException;
import dev.oncegate.pipeline.ParkedId;
import dev.oncegate.pipeline.ParkedUpdate;
import dev.oncegate.pipeline.ParkedUpdates;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Parked updates of which each that is handled is an entry of the audit. Kafka and the database
 * have no transaction in common: the entry is written before, and committed once Kafka has
 * committed, so that nothing is handled while no entry can be written. Between the two commits a
 * crash leaves what was handled without an entry; who did it is on Kafka's topic too.
 */
public final class AuditedParkedUpdates implements ParkedUpdates {
  private final ParkedUpdates parked;
  private final DataSource dataSource;
  private final AuditLog audit;

  public AuditedParkedUpdates(ParkedUpdates parked, DataSource dataSource, AuditLog audit) {
    this.parked = parked;
    this.dataSource = dataSource;
    this.audit = audit;
  }

  @Override
  public List<ParkedUpdate> list(boolean handledToo) {
    return parked.list(handledToo);
  }

  @Override
  public @Nullable WithBytes show(ParkedId id) {
    return parked.show(id);
  }

  @Override
  public Answer retry(ParkedId id, String by) {
    return audited("retry", id, () -> parked.retry(id, by));
  }

  @Override
  public Answer discard(ParkedId id, String by) {
    return audited("discard", id, () -> parked.discard(id, by));
  }

  private Answer audited(String action, ParkedId id, Supplier<Answer> handle) {
    var change = new AuditedChange(action, "parked", id.toString(), null, null, null);
    try {
      return DatabaseTransaction.in(
          dataSource,
          connection -> {
            audit.append(connection, change);
            Answer answer = handle.get();
            if (!(answer instanceof Done)) {
              connection.rollback();
            }
            return answer;
          });
    } catch (SQLException e) {
      throw new DependencyUnavailableException("the audit: " + e.getMessage(), e);
    }
  }
}
