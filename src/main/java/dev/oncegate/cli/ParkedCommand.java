package dev.oncegate.cli;

import dev.oncegate.audit.AuditLog;
import dev.oncegate.audit.AuditSource;
import dev.oncegate.audit.ChangeOrigin;
import dev.oncegate.core.DependencyUnavailableException;
import dev.oncegate.kafka.ParkedTopic;
import dev.oncegate.kafka.TopicAdmin;
import dev.oncegate.kafka.TopicRecorder;
import dev.oncegate.pipeline.ParkedId;
import dev.oncegate.pipeline.ParkedUpdate;
import dev.oncegate.pipeline.ParkedUpdates;
import dev.oncegate.pipeline.TopicNames;
import dev.oncegate.postgres.AuditedParkedUpdates;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sees and handles what could not be decided or read; talks to Kafka itself. */
@Command(
    name = "parked",
    description = {
      "Updates that could not be decided or read: list, show, retry, discard.",
      "Reads the broker, the topics' names and the database from the same settings as serve.",
      "Retry and discard need the database, since each is an entry of the audit.",
      "Exit code 1: there is none, or somebody was faster; 2: Kafka or the database does not",
      "answer."
    },
    mixinStandardHelpOptions = true)
public final class ParkedCommand {
  private static final int LARGEST_MESSAGE = 32 * 1024 * 1024;
  private static final String REASON = "Why, for the audit.";

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Where Kafka is; by default the setting kafka.bootstrap.servers.")
  private @Nullable String bootstrapServers;

  @Option(
      names = "--jdbc-url",
      paramLabel = "URL",
      description = "Where PostgreSQL is; by default the setting quarkus.datasource.jdbc.url.")
  private @Nullable String jdbcUrl;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  @Command(description = "What is parked and not handled, a line each.")
  int list(@Option(names = "--all", description = "What is handled too.") boolean all)
      throws UnusableInputException {
    return with(
        parked -> {
          List<ParkedUpdate> found = parked.list(all);
          for (ParkedUpdate it : found) {
            ParkedUpdate.Handled handled = it.handled();
            out.printf(
                "%-8s  %s  %-16s  %s/%d@%d  %s%s%n",
                it.id(),
                it.parkedAt(),
                it.reason(),
                it.topic(),
                it.partition(),
                it.offset(),
                it.detail(),
                handled == null
                    ? ""
                    : "  ["
                        + handled.action().word()
                        + " "
                        + handled.at()
                        + " by "
                        + handled.by()
                        + "]");
          }
          out.println(found.size() + " parked");
          return 0;
        });
  }

  @Command(description = "One of them, with its original bytes.")
  int show(@Parameters(paramLabel = "PARTITION:OFFSET") String id) throws UnusableInputException {
    return with(
        parked -> {
          ParkedUpdates.WithBytes found = parked.show(ParkedId.parse(id));
          if (found == null) {
            return none(id);
          }
          ParkedUpdate it = found.update();
          out.println("parked       " + it.id() + " at " + it.parkedAt());
          out.println("reason       " + it.reason());
          out.println("detail       " + it.detail());
          if (!it.field().isEmpty()) {
            out.println("field        " + it.field());
          }
          if (!it.destinations().isEmpty()) {
            out.println("destinations " + String.join(", ", it.destinations()));
          }
          out.println(
              "from         "
                  + it.topic()
                  + "/"
                  + it.partition()
                  + "@"
                  + it.offset()
                  + " of "
                  + it.timestamp());
          out.println("bytes        " + it.size() + (it.whole() ? "" : ", of which the first:"));
          byte[] value = found.value();
          if (value != null) {
            out.write(value, 0, value.length);
            out.println();
          }
          return 0;
        });
  }

  @Command(description = "Sends the original bytes back to the topic they came from.")
  int retry(
      @Parameters(paramLabel = "PARTITION:OFFSET") String id,
      @Option(names = "--reason", paramLabel = "TEXT", description = REASON)
          @Nullable String reason)
      throws UnusableInputException {
    return audited(reason, parked -> said(id, parked.retry(ParkedId.parse(id), user())));
  }

  @Command(description = "Marks it as handled; nothing is sent.")
  int discard(
      @Parameters(paramLabel = "PARTITION:OFFSET") String id,
      @Option(names = "--reason", paramLabel = "TEXT", description = REASON)
          @Nullable String reason)
      throws UnusableInputException {
    return audited(reason, parked -> said(id, parked.discard(ParkedId.parse(id), user())));
  }

  private int said(String id, ParkedUpdates.Answer answer) {
    return switch (answer) {
      case ParkedUpdates.Done(ParkedUpdate update) -> {
        boolean retried =
            update.handled() != null && update.handled().action() == ParkedUpdate.Action.RETRIED;
        out.println(retried ? id + " is back on " + update.topic() : id + " is discarded");
        yield 0;
      }
      case ParkedUpdates.NoSuchUpdate _ -> none(id);
      case ParkedUpdates.Before(ParkedUpdate.Handled handled) -> {
        out.println(
            id + " was " + handled.action().word() + " at " + handled.at() + " by " + handled.by());
        yield 1;
      }
      case ParkedUpdates.NoInput(ParkedUpdate update) -> {
        out.println(id + " says that it came from " + update.topic() + ", which no lane reads");
        yield 1;
      }
      case ParkedUpdates.Incomplete(ParkedUpdate update) -> {
        out.println(
            "only the first bytes of "
                + id
                + " are kept; all of it was at "
                + update.topic()
                + "/"
                + update.partition()
                + "@"
                + update.offset());
        yield 1;
      }
    };
  }

  private int none(String id) {
    out.println("nothing is parked at " + id);
    return 1;
  }

  private static String user() {
    return System.getProperty("user.name", "");
  }

  /** Uses them so that what is handled is an entry of the audit. */
  private int audited(@Nullable String reason, Function<ParkedUpdates, Integer> use)
      throws UnusableInputException {
    DatabaseSettings database = DatabaseSettings.of(jdbcUrl);
    database.check();
    var origin = new ChangeOrigin(user(), AuditSource.COMMAND, reason);
    var audit = new AuditLog(() -> origin);
    try {
      return with(parked -> use.apply(new AuditedParkedUpdates(parked, database.source(), audit)));
    } catch (DependencyUnavailableException e) {
      throw new UnusableInputException("oncegate parked: " + e.getMessage(), e);
    }
  }

  private int with(Function<ParkedUpdates, Integer> use) throws UnusableInputException {
    Config config = ConfigProvider.getConfig();
    Map<String, Object> client = KafkaSettings.of(bootstrapServers);
    String servers = String.valueOf(client.get("bootstrap.servers"));
    // Not opened: looking at a broker makes no topics.
    try (var admin = new TopicAdmin(client, topics(config), 4, LARGEST_MESSAGE)) {
      return use.apply(new ParkedTopic(client, admin, LARGEST_MESSAGE, InstantSource.system()));
    } catch (KafkaException e) {
      throw new UnusableInputException(
          "oncegate parked: " + TopicRecorder.failed(servers, e).getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new UnusableInputException("oncegate parked: " + e.getMessage(), e);
    }
  }

  private static TopicNames topics(Config config) {
    return new TopicNames(
        topic(config, "compute-output"),
        topic(config, "identified-output"),
        topic(config, "identified-output-slow"),
        topic(config, "destination-events"),
        topic(config, "sync-decisions"),
        topic(config, "sync-parked"),
        topic(config, "sync-parked-handled"),
        topic(config, "published", "oncegate-published"));
  }

  private static String topic(Config config, String name) {
    return topic(config, name, name);
  }

  private static String topic(Config config, String setting, String name) {
    return config.getOptionalValue("oncegate.topics." + setting, String.class).orElse(name);
  }
}
