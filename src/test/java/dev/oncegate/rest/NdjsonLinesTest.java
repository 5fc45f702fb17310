package dev.oncegate.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NdjsonLinesTest {
  private final AtomicLong now = new AtomicLong();

  /** Gives so many bytes at a time, and takes so many seconds for them. */
  private NdjsonLines stream(int bytes, int seconds) {
    InputStream stream =
        new InputStream() {
          @Override
          public int read() {
            throw new UnsupportedOperationException();
          }

          @Override
          public int read(byte[] into, int from, int length) {
            now.addAndGet(seconds * 1_000_000_000L);
            int n = Math.min(bytes, length);
            Arrays.fill(into, from, from + n, (byte) ' ');
            into[from + n - 1] = '\n';
            return n;
          }
        };
    return new NdjsonLines(stream, now::get);
  }

  @Test
  void aStreamThatDripsIsRefusedSoon() {
    NdjsonLines lines = stream(1, 1);
    assertThatThrownBy(
            () -> {
              while (lines.next()) {
                assertThat(lines.number()).isLessThan(70);
              }
            })
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("slower than 1024 bytes a second");
  }

  @Test
  void aSlowStreamThatKeepsThePaceGoesOn() throws IOException {
    NdjsonLines lines = stream(2 * NdjsonLines.BYTES_PER_SECOND, 1);
    for (int i = 0; i < 10_000; i++) {
      assertThat(lines.next()).isTrue();
    }
  }

  @Test
  void theTimeThatLoadingTakesDoesNotCount() throws IOException {
    NdjsonLines lines = stream(1, 0);
    for (int i = 0; i < 100; i++) {
      assertThat(lines.next()).isTrue();
      now.addAndGet(60_000_000_000L);
    }
  }
}
