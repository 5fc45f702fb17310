package dev.oncegate.pipeline;

/** What follows from a batch, worked out but not published. */
public interface PreparedBatch {

  /** Writes all of it, in the order of the messages. */
  void writeTo(MessageWriter out);

  /** Called when everybody can read it. */
  void published();
}
