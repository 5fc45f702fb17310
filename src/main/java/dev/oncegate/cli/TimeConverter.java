package dev.oncegate.cli;

import dev.oncegate.core.update.Rfc3339;
import java.time.DateTimeException;
import java.time.Instant;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An instant on the command line, as messages write it. */
final class TimeConverter implements ITypeConverter<Instant> {
  @Override
  public Instant convert(String text) {
    try {
      return Rfc3339.parse(text);
    } catch (DateTimeException e) {
      throw new TypeConversionException(
          "'" + text + "' is not an RFC 3339 instant such as 2026-11-22T10:00:00Z");
    }
  }
}
