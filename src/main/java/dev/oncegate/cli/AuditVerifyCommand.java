package dev.oncegate.cli;

import dev.oncegate.audit.AuditChain.KnownEntry;
import dev.oncegate.audit.AuditVerifier;
import dev.oncegate.audit.AuditVerifier.Verification;
import dev.oncegate.core.DependencyUnavailableException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks the chain of the audit's entries. */
@Command(
    name = "verify",
    description = {
      "Checks that no entry of the audit is altered, missing or out of order, and names those that",
      "are. Reads the database from the same settings as serve.",
      "Exit code 0: nothing found; 1: findings; 2: the database cannot be read."
    },
    mixinStandardHelpOptions = true)
public final class AuditVerifyCommand implements Callable<Integer> {
  private static final Pattern KNOWN = Pattern.compile("(\\d{1,18}):([0-9a-f]{64})");

  @Option(
      names = "--known",
      paramLabel = "ID:HASH",
      description = {
        "An entry and its hash, as an earlier run printed them: shows whether somebody made the",
        "whole chain anew."
      })
  private @Nullable String known;

  @Option(
      names = "--jdbc-url",
      paramLabel = "URL",
      description = "Where PostgreSQL is; by default the setting quarkus.datasource.jdbc.url.")
  private @Nullable String jdbcUrl;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws UnusableInputException {
    PrintWriter out = CommandOutput.of(spec);
    KnownEntry expected = knownEntry();
    DatabaseSettings database = DatabaseSettings.of(jdbcUrl);
    database.check();
    var progress = new Progress(CommandOutput.errors(spec), "entries");
    try {
      Verification verified =
          new AuditVerifier(database.source()).verify(expected, out::println, progress::at);
      out.printf("%,d entries, %s%n", verified.entries(), inWords(verified));
      if (verified.entries() > 0) {
        out.printf("newest: %d:%s%n", verified.newestId(), verified.newestHash());
      }
      out.flush();
      return verified.findings() == 0 ? 0 : 1;
    } catch (DependencyUnavailableException e) {
      throw e.getCause() instanceof SQLException cause
          ? database.unusable(cause)
          : new UnusableInputException(String.valueOf(e.getMessage()), e);
    }
  }

  private static String inWords(Verification verified) {
    return verified.findings() == 0
        ? "each as it was written"
        : "%,d findings".formatted(verified.findings());
  }

  private @Nullable KnownEntry knownEntry() throws UnusableInputException {
    if (known == null) {
      return null;
    }
    Matcher entry = KNOWN.matcher(known);
    if (!entry.matches()) {
      throw new UnusableInputException(
          "oncegate audit verify: --known is ID:HASH, as an earlier run printed it, and not "
              + known);
    }
    return new KnownEntry(Long.parseLong(entry.group(1)), entry.group(2));
  }
}
