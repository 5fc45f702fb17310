package dev.oncegate.cli;

import picocli.CommandLine.Command;

/** The audit, for people. */
@Command(
    name = "audit",
    description = "Who changed what, out of the service's database.",
    mixinStandardHelpOptions = true,
    subcommands = AuditVerifyCommand.class)
public final class AuditCommand {}
