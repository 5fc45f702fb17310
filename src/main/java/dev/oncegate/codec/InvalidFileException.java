package dev.oncegate.codec;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A file that cannot be used; the message has a line for everything that is wrong with it. */
public final class InvalidFileException extends RuntimeException {
  private final List<InputFault> findings;

  InvalidFileException(Path file, List<InputFault> findings) {
    super(
        findings.stream()
            .map(finding -> file + ": " + finding)
            .collect(Collectors.joining(System.lineSeparator())));
    this.findings = List.copyOf(findings);
  }

  public List<InputFault> findings() {
    return findings;
  }
}
