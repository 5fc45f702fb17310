package dev.oncegate.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program's root command; what it can do are its subcommands. */
@Command(
    name = "oncegate",
    description = "Sync decisions: each profile receives each message once and only once.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ServeCommand.class,
      CheckCommand.class,
      DiffCommand.class,
      RecordCommand.class,
      ReplayCommand.class,
      LedgerCommand.class,
      TryCommand.class,
      ExplainCommand.class,
      FlagsCommand.class,
      GatesCommand.class,
      CandidateCommand.class,
      ParkedCommand.class,
      TokenCommand.class,
      AuditCommand.class
    })
public final class Oncegate {

  /** The commands, ready to be executed. */
  public static CommandLine commandLine() {
    return new CommandLine(new Oncegate()).setExecutionExceptionHandler(new FailureHandler());
  }
}
