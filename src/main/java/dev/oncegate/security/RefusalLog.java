package dev.oncegate.security;

import dev.oncegate.core.update.CodePoints;
import org.jboss.logging.Logger;

/** One line for each request that is refused. */
public final class RefusalLog {
  private static final Logger LOG = Logger.getLogger(RefusalLog.class);

  private static final int LONGEST = 200;
  // Of /api/profiles/spa_1/use_1 no more: what follows can be an id of a person.
  private static final int SEGMENTS = 2;

  private RefusalLog() {}

  /**
   * Logs it.
   *
   * @param from the caller's name, or the address where it has none
   * @param why a sentence, without any secret
   */
  public static void log(String method, String path, String from, String why) {
    LOG.warnf(
        "refused %s %s from %s: %s", plain(method), plain(start(path)), plain(from), plain(why));
  }

  private static String start(String path) {
    int end = 0;
    for (int i = 0; i < SEGMENTS; i++) {
      int next = path.indexOf('/', end + 1);
      if (next < 0) {
        return path;
      }
      end = next;
    }
    return path.substring(0, end) + "/…";
  }

  /** What others wrote, on one line and not too long. */
  private static String plain(String text) {
    String visible = CodePoints.visible(text).replace("\n", "\\n");
    return visible.length() <= LONGEST ? visible : visible.substring(0, LONGEST) + "…";
  }
}
