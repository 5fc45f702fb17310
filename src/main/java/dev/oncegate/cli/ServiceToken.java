package dev.oncegate.cli;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The access token by which a command asks a service. Never an argument, which everybody on the
 * host could see.
 */
final class ServiceToken {
  private static final String VARIABLE = "ONCEGATE_TOKEN";
  // What can be in a header.
  private static final Pattern TOKEN = Pattern.compile("[!-~]+");

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = {
        "A file that holds the access token for the service; without it, the environment variable",
        VARIABLE + " does, if the service needs one."
      })
  private @Nullable Path file;

  HttpRequest.Builder on(HttpRequest.Builder request) throws UnusableInputException, IOException {
    Path from = file;
    String found = from == null ? System.getenv(VARIABLE) : Files.readString(from);
    if (found == null) {
      return request;
    }
    String token = found.strip();
    if (!TOKEN.matcher(token).matches()) {
      throw new UnusableInputException(
          (from == null ? VARIABLE : from.toString()) + " holds no access token");
    }
    return request.header("Authorization", "Bearer " + token);
  }
}
