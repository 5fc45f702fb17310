package dev.oncegate.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryTest {
  /** What one buffer holds; memory of more has a seam there. */
  private static final long SEAM = 1L << 30;

  private static final byte[] TEXT = "across the seam".getBytes(UTF_8);

  @ParameterizedTest
  @ValueSource(longs = {100, SEAM / Long.BYTES + 100})
  void whatWasNotWrittenIsZeroAndWhatWasIsKeptWhereItIsPut(long longs) {
    Memory memory = Memory.longs(longs);
    assertThat(memory.byteSize()).isEqualTo(longs * Long.BYTES);
    memory.set(longs - 1, -7);
    memory.set(longs - 3, Long.MIN_VALUE);
    assertThat(memory.get(longs - 1)).isEqualTo(-7);
    assertThat(memory.get(longs - 2)).isZero();
    assertThat(memory.get(longs - 3)).isEqualTo(Long.MIN_VALUE);
    assertThat(memory.get(0)).isZero();
  }

  @Test
  void bytesGoAcrossTheSeamOfTwoBuffers() {
    Memory memory = Memory.longs(SEAM / Long.BYTES + 100);
    long from = SEAM - 6;
    memory.writeBytes(from, TEXT);
    byte[] read = new byte[TEXT.length];
    memory.readBytes(from, read);
    assertThat(read).isEqualTo(TEXT);
    assertThat(memory.hasBytes(from, TEXT)).isTrue();
    assertThat(memory.hasBytes(from + 1, TEXT)).isFalse();
  }

  @Test
  void grownMemoryBeginsWithWhatThereWas() {
    Memory memory = Memory.longs(8);
    memory.writeBytes(3, TEXT);
    Memory grown = memory.grown(SEAM / Long.BYTES + 8);
    assertThat(grown.hasBytes(3, TEXT)).isTrue();
    assertThat(grown.get(7)).isZero();
    assertThat(grown.get(SEAM / Long.BYTES + 7)).isZero();
  }
}
