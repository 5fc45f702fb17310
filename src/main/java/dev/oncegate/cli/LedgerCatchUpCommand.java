package dev.oncegate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Has the ledger remember what was sent while the kill switch was thrown. */
@Command(
    name = "catch-up",
    description = {
      "Has the ledger remember what the legacy flow sent since a time, out of the published events.",
      "First set the gates to legacy and the flag dedupe to on, so that nothing is missed between."
    },
    mixinStandardHelpOptions = true)
public final class LedgerCatchUpCommand implements Callable<Integer> {
  @Option(
      names = "--since",
      required = true,
      paramLabel = "TIME",
      description = "When the kill switch was thrown, or earlier; RFC 3339.",
      converter = TimeConverter.class)
  private Instant since = Instant.EPOCH;

  @Mixin private ServiceOptions service = new ServiceOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws UnusableInputException, IOException {
    JsonNode done =
        service
            .client()
            .post("/api/ledger/catch-up?since=" + FlagsCommand.encoded(since.toString()));
    PrintWriter out = CommandOutput.of(spec);
    out.printf(
        "%,d events of the legacy flow, of %,d updates to destinations that dedupe;"
            + " the ledger remembers %,d sends and exits of them%n",
        done.path("events").asLong(),
        done.path("updates").asLong(),
        done.path("remembered").asLong());
    if (done.path("unreadable").asLong() > 0) {
      out.printf("%,d records are no events%n", done.path("unreadable").asLong());
    }
    if (done.path("notKept").asLong() > 0) {
      out.printf(
          "up to %,d records since then are not kept any more%n", done.path("notKept").asLong());
    }
    out.flush();
    return 0;
  }
}
