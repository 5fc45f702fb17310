package dev.oncegate.pipeline;

/** Takes what a stage publishes; all of a batch can be read at once, or nothing of it. */
public interface MessageWriter {
  void write(OutputMessage message);
}
