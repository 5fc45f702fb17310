package dev.oncegate.rest;

import dev.oncegate.security.RefusalLog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/** The lines that refusals are in the log, while a test listens. */
final class LoggedRefusals extends Handler {
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final Logger log = Logger.getLogger(RefusalLog.class.getName());

  void listen() {
    log.addHandler(this);
  }

  void stop() {
    log.removeHandler(this);
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void publish(LogRecord line) {
    lines.add(new PatternFormatter("%s").format(line));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
