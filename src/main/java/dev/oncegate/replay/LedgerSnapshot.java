package dev.oncegate.replay;

import dev.oncegate.codec.InvalidJsonException;
import dev.oncegate.codec.LedgerLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of what was sent before a recording begins, exported from the service's ledger. Compressed
 * by zstd if the name ends in {@code .zst}.
 */
public final class LedgerSnapshot {
  private final Path file;
  private long merges;
  private long sends;

  public LedgerSnapshot(Path file) {
    this.file = file;
  }

  /**
   * Has histories begin with what the file says.
   *
   * @throws InvalidRecordingException if it is missing, cut or no such file
   */
  void loadInto(List<InMemoryHistory> histories) throws InvalidRecordingException {
    if (!Files.isRegularFile(file)) {
      throw new InvalidRecordingException(file, "there is no such file");
    }
    long number = 0;
    try (var lines = new NumberedLines(CompressedFiles.read(file))) {
      LedgerLine line = null;
      for (byte[] bytes = lines.next(); bytes != null; bytes = lines.next()) {
        number = lines.number();
        LedgerLine before = line;
        line = LedgerLine.read(bytes);
        if (number == 1 != line instanceof LedgerLine.Head || before instanceof LedgerLine.End) {
          throw new InvalidRecordingException(
              file, number, "is no line of a snapshot that ledger export wrote");
        }
        load(line, histories);
      }
      if (!isWhole(line)) {
        throw new InvalidRecordingException(file, number, "the snapshot ends early");
      }
    } catch (InvalidJsonException e) {
      throw new InvalidRecordingException(file, number, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new InvalidRecordingException(file, number + 1, CompressedFiles.problem(e));
    }
  }

  private boolean isWhole(@Nullable LedgerLine last) {
    return last instanceof LedgerLine.End end && end.merges() == merges && end.sends() == sends;
  }

  private void load(LedgerLine line, List<InMemoryHistory> histories) {
    switch (line) {
      case LedgerLine.Head _, LedgerLine.End _ -> {}
      case LedgerLine.MergeLine merge -> {
        merges++;
        for (InMemoryHistory history : histories) {
          history.unite(merge.spaceId(), merge.mergedId(), merge.survivorId());
        }
      }
      case LedgerLine.Sent sent -> {
        sends++;
        for (InMemoryHistory history : histories) {
          if (sent.formerWriter() == null) {
            history.remember(List.of(sent.entry()));
          } else {
            history.rememberFormer(sent.entry(), sent.formerWriter());
          }
        }
      }
    }
  }
}
