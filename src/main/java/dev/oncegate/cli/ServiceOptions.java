package dev.oncegate.cli;

import java.net.URI;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which service a command asks, and by which token. */
final class ServiceOptions {
  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "The service; by default ${DEFAULT-VALUE}.",
      converter = ServiceClient.UrlConverter.class,
      defaultValue = "http://localhost:8080")
  private URI url = URI.create("");

  @Mixin private ServiceToken token = new ServiceToken();

  ServiceClient client() {
    return new ServiceClient(url, token);
  }
}
