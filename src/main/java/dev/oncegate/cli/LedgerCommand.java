package dev.oncegate.cli;

import picocli.CommandLine.Command;

/** The send ledger, for people. */
@Command(
    name = "ledger",
    description = "What was sent to whom, out of the service's database.",
    mixinStandardHelpOptions = true,
    subcommands = {LedgerExportCommand.class, LedgerCatchUpCommand.class})
public final class LedgerCommand {}
