package dev.oncegate.replay;

import dev.oncegate.core.update.CodePoints;
import java.nio.file.Path;

/** A recording that cannot be replayed; the message names the file, the line and what is wrong. */
public final class InvalidRecordingException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidRecordingException(Path file, String problem) {
    super(CodePoints.oneLine(file + ": " + problem));
  }

  InvalidRecordingException(Path file, long line, String problem) {
    super(CodePoints.oneLine(file + ":" + line + ": " + problem));
  }
}
