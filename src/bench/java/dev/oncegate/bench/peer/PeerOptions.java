package dev.oncegate.bench.peer;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What every peer is told; all of it is required. */
public final class PeerOptions {
  @Option(
      names = "--bootstrap",
      required = true,
      paramLabel = "HOST:PORT",
      description = "The broker.")
  private String bootstrap = "";

  @Option(
      names = "--input",
      required = true,
      paramLabel = "TOPIC",
      description = "Identified updates.")
  private String input = "";

  @Option(
      names = "--output",
      required = true,
      paramLabel = "TOPIC",
      description = "Where the events go.")
  private String output = "";

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "Names the consumer group, and what goes with it.")
  private String name = "";

  @Option(
      names = "--integrations",
      required = true,
      paramLabel = "FILE",
      description = "integrations.json: spaces, destinations and connections.")
  private Path integrations = Path.of("");

  @Option(
      names = "--state",
      required = true,
      paramLabel = "DIR",
      description = "Where it may keep files.")
  private Path state = Path.of("");

  @Option(
      names = "--lanes",
      required = true,
      paramLabel = "N",
      description = "How many threads decide.")
  private int lanes;

  @Option(
      names = "--rulebook",
      required = true,
      paramLabel = "HASH",
      description = "The rulebook's name that events carry.")
  private String rulebook = "";

  public String bootstrap() {
    return bootstrap;
  }

  public String input() {
    return input;
  }

  public String output() {
    return output;
  }

  public String name() {
    return name;
  }

  public Path integrations() {
    return integrations;
  }

  public Path state() {
    return state;
  }

  public int lanes() {
    return lanes;
  }

  public String rulebook() {
    return rulebook;
  }
}
