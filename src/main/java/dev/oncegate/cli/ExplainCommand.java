package dev.oncegate.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.oncegate.codec.IntegrationsFile;
import dev.oncegate.explain.Explanation;
import dev.oncegate.explain.ExplanationText;
import dev.oncegate.explain.NoStoryException;
import dev.oncegate.explain.RecordingExplainer;
import dev.oncegate.replay.InvalidRecordingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Why a profile got a message, or did not. */
@Command(
    name = "explain",
    description = {
      "Tells what became of a profile in a computation: each update, the row that fired, the row",
      "that nearly did and the cell that kept it from firing, and the ledger's entry.",
      "Asks a running service, or decides a recording with --config and --input."
    },
    mixinStandardHelpOptions = true)
public final class ExplainCommand implements Callable<Integer> {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @Option(names = "--profile", required = true, paramLabel = "ID", description = "The profile.")
  private String profile = "";

  @Option(
      names = "--computation",
      required = true,
      paramLabel = "ID",
      description = "The audience, journey or trait.")
  private String computation = "";

  @Option(
      names = "--destination",
      paramLabel = "ID",
      description = "Tells of this destination only.")
  private @Nullable String destination;

  @Option(
      names = "--space",
      paramLabel = "ID",
      description = "The space, where the computation is in several.")
  private @Nullable String space;

  @Mixin private ServiceOptions service = new ServiceOptions();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Leaves out what the service decided before; RFC 3339.")
  private @Nullable String since;

  @Option(names = "--config", paramLabel = "FILE", description = "integrations.json for --input.")
  private @Nullable Path config;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "A recording to be decided, from an empty send history.")
  private @Nullable Path input;

  @Option(
      names = "--tables",
      paramLabel = "DIR",
      description = "The decision tables for --input; without it, those that ship.")
  private @Nullable Path tables;

  @Option(names = "--json", description = "Prints JSON, as GET /api/explain answers.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call()
      throws UnusableInputException, InvalidRecordingException, IOException, NoStoryException {
    Explanation explanation = input == null ? asked() : recorded(input);
    PrintWriter out = CommandOutput.of(spec);
    if (json) {
      out.println(JSON.writeValueAsString(explanation));
    } else {
      new ExplanationText(out).print(explanation);
    }
    out.flush();
    return 0;
  }

  private Explanation recorded(Path recording)
      throws UnusableInputException, InvalidRecordingException, IOException, NoStoryException {
    if (config == null) {
      throw new UnusableInputException(
          "--input needs --config, which says what is connected to what");
    }
    if (recording.equals(Path.of("-"))) {
      throw new UnusableInputException("--input is read twice, so it has to be a file");
    }
    return new RecordingExplainer(
            recording, IntegrationsFile.read(config), TablesDirectory.load(tables))
        .of(space, profile, computation, destination);
  }

  private Explanation asked() throws UnusableInputException, IOException {
    if (config != null || tables != null) {
      throw new UnusableInputException(
          "--config and --tables are for a recording, and no --input is given");
    }
    var query = new StringJoiner("&", "?", "");
    add("profile", profile, query);
    add("computation", computation, query);
    add("destination", destination, query);
    add("space", space, query);
    add("since", since, query);
    return service.client().get("/api/explain" + query, Explanation.class);
  }

  private static void add(String name, @Nullable String value, StringJoiner query) {
    if (value != null) {
      query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
  }
}
