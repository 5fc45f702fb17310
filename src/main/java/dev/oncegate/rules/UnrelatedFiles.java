package dev.oncegate.rules;

import java.util.regex.Pattern;

/**
 * Files in a directory of tables that are none of the rulebook's, by their names: what people and
 * programs leave beside the files they work on.
 */
final class UnrelatedFiles {
  /** Hidden files, locks, unfinished and earlier copies, and texts for people. */
  private static final Pattern BEGINNING_OR_END =
      Pattern.compile(
          "(?i)[.~#].*|.*[~#]|.*\\.(?:tmp|temp|part|partial|filepart|crdownload|download|swp|swo|swn"
              + "|bak|old|orig|rej|lock|lck|lnk|url|md|txt|sb-[0-9a-f]{8}-\\w+)");

  /** What systems keep in any folder. */
  private static final Pattern OF_SYSTEMS =
      Pattern.compile("(?i)(?:eh)?thumbs\\.db|desktop\\.ini|icon\\r|4913");

  /** Office saves to a file of eight hex digits and renames it. */
  private static final Pattern OF_OFFICE = Pattern.compile("(?i)[0-9a-f]{8}(?:\\.(?!drl\\.)\\w+)?");

  /** What clients that synchronise folders make of a file that two people changed. */
  private static final Pattern OF_CONFLICTS =
      Pattern.compile(
          "(?iU).*(?:conflicted copy|conflict copy|konfliktkopie|in konflikt stehende kopie"
              + "|copie en conflit|copia en conflicto|[(\\[][^)\\]]*conflict[^)\\]]*[)\\]]"
              + "|[._-]sync-conflict-\\d|[._-]conflict-\\d{4}).*");

  private UnrelatedFiles() {}

  static boolean is(String name) {
    return BEGINNING_OR_END.matcher(name).matches()
        || OF_SYSTEMS.matcher(name).matches()
        || OF_OFFICE.matcher(name).matches()
        || OF_CONFLICTS.matcher(name).matches();
  }
}
