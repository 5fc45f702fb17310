package dev.oncegate.postgres;

import static dev.oncegate.core.Samples.connected;
import static dev.oncegate.core.Samples.destination;
import static dev.oncegate.core.Samples.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.oncegate.core.DependencyUnavailableException;
import dev.oncegate.pipeline.LedgerEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger's tables on a disk of their own, which is small: to mount it takes root. */
class FullDiskIT extends LedgerOnPostgres {
  private static final int PAGE = 4096;

  @TempDir private Path disk;
  private boolean isMounted;

  @BeforeEach
  void moveTheLedger() throws Exception {
    isMounted = exitCodeOf("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString()) == 0;
    assumeTrue(isMounted, "whoever runs this cannot mount a small disk");
    database().execute("create tablespace small location '" + disk + "'");
    moveTo("small");
  }

  @AfterEach
  void moveItBack() throws Exception {
    if (isMounted) {
      moveTo("pg_default");
      database().execute("drop tablespace small");
      assertThat(exitCodeOf("umount", "--lazy", disk.toString())).isZero();
    }
  }

  @Test
  void aFullDiskHoldsABatchUpUntilThereIsRoomAgain() throws Exception {
    List<LedgerEntry> batch =
        List.of(
            PostgresLedgerIT.entry(
                update(), connected(destination("dst_1").dedupesOn("email").made()), 0, 5));
    Path other = fill();
    assertThatThrownBy(() -> decide(batch))
        .isInstanceOf(DependencyUnavailableException.class)
        .hasMessageContaining("No space left on device");
    Files.delete(other);
    assertThat(PostgresLedgerIT.said(decide(batch)))
        .containsExactly("SEND entered [email:a@x.com]");
  }

  /** Something else that takes all the room. */
  private Path fill() throws IOException {
    Path other = disk.resolve("other");
    try (OutputStream out = Files.newOutputStream(other)) {
      while (Files.getFileStore(disk).getUsableSpace() >= PAGE) {
        out.write(new byte[PAGE]);
      }
    }
    return other;
  }

  private static void moveTo(String tablespace) {
    for (int part = 0; part < 16; part++) {
      database()
          .execute("alter table send_ledger_%d set tablespace %s".formatted(part, tablespace));
    }
  }

  private static int exitCodeOf(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
