package dev.oncegate.pipeline;

/** Names a parked update: {@code partition:offset} on the parked topic. */
public record ParkedId(int partition, long offset) {

  /**
   * Reads an id.
   *
   * @throws IllegalArgumentException if the text is none
   */
  public static ParkedId parse(String text) {
    int colon = text.indexOf(':');
    try {
      if (colon > 0) {
        int partition = Integer.parseInt(text.substring(0, colon));
        long offset = Long.parseLong(text.substring(colon + 1));
        if (partition >= 0 && offset >= 0) {
          return new ParkedId(partition, offset);
        }
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw new IllegalArgumentException("expected partition:offset such as 0:17, found " + text);
  }

  @Override
  public String toString() {
    return partition + ":" + offset;
  }
}
