package dev.oncegate.audit;

import java.util.Locale;

/** The way by which a change came in. */
public enum AuditSource {
  API,
  PAGE,
  COMMAND,
  /** Somebody changed a table by hand. */
  SQL,
  /** An instance took up the tables in its directory. */
  DIRECTORY;

  private final String word = name().toLowerCase(Locale.ROOT);

  public String word() {
    return word;
  }
}
