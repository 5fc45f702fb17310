package dev.oncegate.security;

import dev.oncegate.audit.AuditSource;
import dev.oncegate.audit.ChangeOrigin;
import dev.oncegate.testkit.MigratedDatabase;
import io.quarkus.security.identity.SecurityIdentity;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What each request costs for its access token: from the secret to who it is and what he may do.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@NullUnmarked // What is set up is there when it is measured.
public class TokenBenchmark {
  private static final int TOKENS = 1_000;
  private static final ChangeOrigin ORIGIN = new ChangeOrigin("bench", AuditSource.COMMAND, null);

  private final List<String> secrets = new ArrayList<>();
  private final String unknown = TokenSecret.random();
  private MigratedDatabase database;
  private AccessTokens tokens;
  private int next;

  @Setup(Level.Trial)
  public void start() throws SQLException {
    database = MigratedDatabase.start();
    var table = new AccessTokenTable(database.pool(), InstantSource.system());
    for (int i = 0; i < TOKENS; i++) {
      var wanted = new NewToken("t" + i, List.of(Grant.parse("editor:spa_" + i)), null);
      secrets.add(Objects.requireNonNull(table.create(wanted, ORIGIN)).secret());
    }
    tokens = AccessTokens.start(database.pool(), table, InstantSource.system());
  }

  @TearDown(Level.Trial)
  public void stop() {
    tokens.close();
    database.close();
  }

  @Benchmark
  public SecurityIdentity valid() {
    next = (next + 1) % TOKENS;
    return switch (tokens.check(secrets.get(next))) {
      case TokenCheck.ValidToken(Caller caller) -> TokenIdentities.identityOf(caller);
      case TokenCheck.ExpiredToken _, TokenCheck.UnknownToken _ ->
          throw new IllegalStateException("the token is valid");
    };
  }

  @Benchmark
  public Object unknown() {
    return tokens.check(unknown);
  }
}
