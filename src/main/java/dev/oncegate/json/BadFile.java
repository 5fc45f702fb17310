package dev.oncegate.json;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A file that cannot be used; the message has a line for everything that is wrong with it. */
public final class BadFile extends RuntimeException {
  private final List<Finding> findings;

  BadFile(Path file, List<Finding> findings) {
    super(
        findings.stream()
            .map(finding -> file + ": " + finding)
            .collect(Collectors.joining(System.lineSeparator())));
    this.findings = List.copyOf(findings);
  }

  public List<Finding> findings() {
    return findings;
  }
}
