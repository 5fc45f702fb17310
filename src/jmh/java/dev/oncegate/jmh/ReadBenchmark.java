package dev.oncegate.jmh;

import dev.oncegate.json.Parsed;
import dev.oncegate.json.UpdateReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From the bytes of an update with six external ids to a profile update. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ReadBenchmark {
  private final byte[] message =
      """
      {"messageId": "m-1234567", "spaceId": "spa_1", "profileId": "use_123456",
       "computation": {"id": "aud_1", "key": "big_spenders", "name": "Big spenders", "type": "audience"},
       "value": true, "trigger": {"reason": "value_changed"}, "computedAt": "2026-11-22T10:00:00.000Z",
       "externalIds": [
        {"type": "anonymous_id", "id": "a-123456", "createdAt": "2026-01-01T00:00:00Z"},
        {"type": "email", "id": "someone123456@example.com", "createdAt": "2026-01-02T00:00:00Z"},
        {"type": "email", "id": "else123456@example.com", "createdAt": "2026-01-03T00:00:00Z"},
        {"type": "phone", "id": "+491555123456", "createdAt": "2026-01-04T00:00:00Z"},
        {"type": "user_id", "id": "u-123456", "createdAt": "2026-01-05T00:00:00Z"},
        {"type": "user_id", "id": "u-654321", "createdAt": "2026-01-06T00:00:00Z"}]}
      """
          .getBytes(StandardCharsets.UTF_8);

  @Benchmark
  public Parsed read() {
    return UpdateReader.identified(message);
  }
}
