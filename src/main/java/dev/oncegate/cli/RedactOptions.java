package dev.oncegate.cli;

import dev.oncegate.codec.redact.Pseudonyms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether external ids leave as pseudonyms, and under which key. */
final class RedactOptions {
  @Option(
      names = "--redact",
      description = {
        "Puts stable pseudonyms in place of external ids, and leaves out what could hide one;",
        "docs/replay.md says what stays."
      })
  private boolean redact;

  @Option(
      names = "--redact-key-file",
      paramLabel = "FILE",
      description = {
        "The key of the pseudonyms, 16 bytes or more; by the same key the same id has the same",
        "pseudonym everywhere. Without it a key is made up, and forgotten at the end."
      })
  private @Nullable Path keyFile;

  boolean forgetsKey() {
    return redact && keyFile == null;
  }

  /** The pseudonyms, or null where ids stay. */
  @Nullable Pseudonyms pseudonyms() throws UnusableInputException {
    if (keyFile != null && !redact) {
      throw new UnusableInputException(
          "--redact-key-file is the key of --redact, which is not given");
    }
    if (!redact) {
      return null;
    }
    return keyFile == null ? Pseudonyms.underForgottenKey() : new Pseudonyms(key(keyFile));
  }

  private static byte[] key(Path file) throws UnusableInputException {
    try {
      byte[] key = Files.readAllBytes(file);
      if (key.length < Pseudonyms.SHORTEST_KEY) {
        throw new UnusableInputException(
            file + ": a key has at least " + Pseudonyms.SHORTEST_KEY + " bytes, not " + key.length);
      }
      return key;
    } catch (NoSuchFileException e) {
      throw new UnusableInputException(file + ": there is no such file");
    } catch (IOException e) {
      throw new UnusableInputException(file + ": cannot be read: " + e.getMessage());
    }
  }
}
