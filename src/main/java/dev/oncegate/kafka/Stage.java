package dev.oncegate.kafka;

import java.util.UUID;
import java.util.regex.Pattern;

/** A step on the way of the data; each has a consumer group of its own. */
public enum Stage {
  IDENTIFY("identify"),
  SYNC("sync"),
  /** The sync stage's second entrance, for what would hold up the others. */
  SYNC_SLOW("sync-slow");

  private final String word;
  private final Pattern unnamed;

  Stage(String word) {
    this.word = word;
    this.unnamed =
        Pattern.compile("oncegate-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-" + word + "-\\d+");
  }

  /** A name for a process that was given none. */
  public static String madeUpInstance() {
    return "oncegate-" + UUID.randomUUID();
  }

  /** Whether a lane of this stage is called so, in a process whose name was made up. */
  boolean isOfUnnamed(String client) {
    return unnamed.matcher(client).matches();
  }

  public String word() {
    return word;
  }

  /** The consumer group of its lanes, on every instance. */
  public String group() {
    return "oncegate-" + word;
  }
}
