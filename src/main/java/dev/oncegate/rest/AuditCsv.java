package dev.oncegate.rest;

import dev.oncegate.audit.AuditEntry;
import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Entries of the audit as CSV (RFC 4180). */
final class AuditCsv {
  static final String MEDIA_TYPE = "text/csv";

  private static final String HEAD =
      "id,at,who,source,action,kind,object,space,before,after,reason,previousHash,hash\r\n";

  // A spreadsheet takes a cell that begins so for a formula, and would run it.
  private static final String FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

  private final Writer out;

  AuditCsv(Writer out) throws IOException {
    this.out = out;
    out.write(HEAD);
  }

  void line(AuditEntry entry) throws IOException {
    String separator = "";
    for (@Nullable String cell :
        Arrays.asList(
            Long.toString(entry.id()),
            entry.at().toString(),
            entry.actor(),
            entry.source(),
            entry.action(),
            entry.objectKind(),
            entry.objectId(),
            entry.spaceId(),
            entry.before(),
            entry.after(),
            entry.reason(),
            entry.previousHash(),
            entry.hash())) {
      out.write(separator);
      out.write(cell == null ? "" : quoted(cell));
      separator = ",";
    }
    out.write("\r\n");
  }

  /** In quotes where it needs them; with an apostrophe before what would be a formula. */
  static String quoted(String cell) {
    String text = !cell.isEmpty() && FORMULA.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    boolean isPlain = text.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
    return isPlain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
