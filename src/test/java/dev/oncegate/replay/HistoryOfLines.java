package dev.oncegate.replay;

import dev.oncegate.codec.LedgerLine;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.update.ProfileUpdate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A replay's history that begins with lines of a snapshot, read from a file as a replay does. */
public final class HistoryOfLines {
  private final InMemoryHistory history = new InMemoryHistory();

  public HistoryOfLines() {}

  public HistoryOfLines(List<LedgerLine> lines) throws IOException, InvalidRecordingException {
    var all = new ArrayList<LedgerLine>();
    all.add(new LedgerLine.Head(null, Map.of()));
    all.addAll(lines);
    long merges = lines.stream().filter(it -> it instanceof LedgerLine.MergeLine).count();
    all.add(new LedgerLine.End(merges, lines.size() - merges));
    Path file = Files.createTempFile("oncegate", ".jsonl.zst");
    try {
      try (OutputFile out = OutputFile.create(file)) {
        for (LedgerLine line : all) {
          out.line(line.write());
        }
        out.finish();
      }
      new LedgerSnapshot(file).loadInto(List.of(history));
    } finally {
      Files.delete(file);
    }
  }

  public void heed(ProfileUpdate update) {
    history.heed(update);
  }

  public SendHistory asSendHistory() {
    return history;
  }

  public void remember(List<SendHistory.Entry> entries) {
    history.remember(entries);
  }
}
