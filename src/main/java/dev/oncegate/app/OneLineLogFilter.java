package dev.oncegate.app;

import dev.oncegate.core.update.CodePoints;
import io.quarkus.logging.LoggingFilter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes what nobody sees in a logged message as {@code U+000A}, so that what users send never
 * makes a line of its own, whichever library quotes it. Lets every record pass.
 */
@LoggingFilter(name = "one-line")
public final class OneLineLogFilter implements Filter {

  private static final ExtFormatter FORMATTER = new MessageFormatter();

  /** Characters of a message; what is longer quotes what somebody sent. */
  private static final int LONGEST = 20_000;

  @Override
  public boolean isLoggable(LogRecord record) {
    if (record instanceof ExtLogRecord logged) {
      String message = FORMATTER.formatMessage(logged);
      if (message != null) {
        String line = oneLine(message);
        if (!line.equals(message)) {
          logged.setMessage(line, ExtLogRecord.FormatStyle.NO_FORMAT);
        }
      }
    }
    Throwable thrown = record.getThrown();
    if (thrown != null && !isOneLine(thrown, identitySet())) {
      record.setThrown(new ShownException(thrown, identitySet()));
    }
    return true;
  }

  private static String oneLine(String text) {
    return CodePoints.oneLine(CodePoints.cut(text, LONGEST));
  }

  private static Set<Throwable> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  private static boolean isOneLine(@Nullable Throwable thrown, Set<Throwable> seen) {
    if (thrown == null || !seen.add(thrown)) {
      return true;
    }
    String said = thrown.toString();
    boolean isOneLine = oneLine(said).equals(said) && isOneLine(thrown.getCause(), seen);
    for (Throwable suppressed : thrown.getSuppressed()) {
      isOneLine &= isOneLine(suppressed, seen);
    }
    return isOneLine;
  }

  /** A record's message with its parameters, and nothing around it. */
  private static final class MessageFormatter extends ExtFormatter {
    @Override
    public String format(ExtLogRecord record) {
      return formatMessage(record);
    }
  }

  /** Another throwable as the log shows it: its class, its message on one line, its frames. */
  @SuppressWarnings("OverrideThrowableToString") // The class that is named is the other's.
  private static final class ShownException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String shown;

    ShownException(Throwable of, Set<Throwable> seen) {
      seen.add(of);
      shown = oneLine(of.toString());
      setStackTrace(of.getStackTrace());
      Throwable cause = of.getCause();
      if (cause != null && !seen.contains(cause)) {
        initCause(new ShownException(cause, seen));
      }
      for (Throwable suppressed : of.getSuppressed()) {
        if (!seen.contains(suppressed)) {
          addSuppressed(new ShownException(suppressed, seen));
        }
      }
    }

    @Override
    public String toString() {
      return shown;
    }
  }
}
