package dev.oncegate.cli;

import dev.oncegate.codec.InvalidFileException;
import dev.oncegate.explain.NoStoryException;
import dev.oncegate.kafka.RecordingFailedException;
import dev.oncegate.replay.InvalidRecordingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Prints the sentence of what ended a command, and maps it to an exit code. Anything that is not
 * for the user to mend is thrown on, since its stack trace is needed.
 */
final class FailureHandler implements IExecutionExceptionHandler {
  private static final int ANSWER_IS_NO = 1;
  private static final int WRONG_INPUT = 2;

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, @Nullable ParseResult parsed) throws Exception {
    int exitCode =
        switch (failure) {
          case NoStoryException _ -> ANSWER_IS_NO;
          case UnusableInputException _,
              InvalidRecordingException _,
              InvalidFileException _,
              RecordingFailedException _ ->
              WRONG_INPUT;
          case IOException _, UncheckedIOException _ -> WRONG_INPUT;
          default -> throw failure;
        };
    PrintWriter err = command.getErr();
    err.println(failure.getMessage());
    err.flush();
    return exitCode;
  }
}
