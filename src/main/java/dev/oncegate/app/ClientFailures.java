package dev.oncegate.app;

import dev.oncegate.postgres.DatabaseFailure;
import dev.oncegate.rest.DependencyFailures;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Tells REST which failures are PostgreSQL's or Kafka's. */
@Singleton
final class ClientFailures implements DependencyFailures {
  // The classes of SQLSTATE that are not the database's doing: a constraint was violated; the data
  // are none that it takes.
  private static final String CONSTRAINT = "23";
  private static final String DATA = "22";

  @Override
  public @Nullable Failure find(Throwable failure) {
    SQLException database = causeOf(failure, SQLException.class);
    if (database != null) {
      String state = String.valueOf(database.getSQLState());
      if (state.startsWith(CONSTRAINT)) {
        return new Conflict();
      }
      if (!state.startsWith(DATA)) {
        return new Unavailable(
            DatabaseFailure.sentence(database), DatabaseFailure.messageOf(database));
      }
    }
    KafkaException kafka = causeOf(failure, KafkaException.class);
    return kafka == null
        ? null
        : new Unavailable("Kafka does not answer", String.valueOf(kafka.getMessage()));
  }

  private static <T extends Throwable> @Nullable T causeOf(Throwable e, Class<T> kind) {
    var causes = new ArrayList<>(List.of(e));
    for (int i = 0; i < causes.size(); i++) {
      Throwable cause = causes.get(i);
      if (kind.isInstance(cause)) {
        return kind.cast(cause);
      }
      // A transaction that could not commit says why among what it suppressed.
      Stream.concat(Stream.ofNullable(cause.getCause()), Stream.of(cause.getSuppressed()))
          .filter(it -> !causes.contains(it))
          .forEach(causes::add);
    }
    return null;
  }
}
