package dev.oncegate.pipeline;

/** A step on the way of the data; each has a consumer group of its own. */
public enum Stage {
  IDENTIFY("identify"),
  SYNC("sync"),
  /** The sync stage's second entrance, for updates that would hold up the others. */
  SYNC_SLOW("sync-slow");

  private final String word;

  Stage(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  /** The consumer group of its lanes, on every instance. */
  public String group() {
    return "oncegate-" + word;
  }
}
