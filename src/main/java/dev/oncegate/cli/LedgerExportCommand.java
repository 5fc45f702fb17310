package dev.oncegate.cli;

import dev.oncegate.codec.LedgerLine;
import dev.oncegate.codec.redact.Pseudonyms;
import dev.oncegate.core.decide.SendHistory;
import dev.oncegate.core.decide.SendKey;
import dev.oncegate.kafka.RecordingFailedException;
import dev.oncegate.kafka.TopicAdmin;
import dev.oncegate.postgres.LedgerCut;
import dev.oncegate.postgres.LedgerExport;
import dev.oncegate.replay.FirstOffsets;
import dev.oncegate.replay.InvalidRecordingException;
import dev.oncegate.replay.OutputFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The ledger into a file that a replay begins with. */
@Command(
    name = "export",
    description = {
      "Writes what was sent before a recording begins, and which profiles are one, to a file for",
      "replay --from. Reads broker and database from the same settings as serve."
    },
    mixinStandardHelpOptions = true)
public final class LedgerExportCommand implements Callable<Integer> {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The file; compressed if it ends in .zst; - is the standard output.")
  private Path out = Path.of("");

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = {
        "Of which topic the offsets are; by default the one of the recording, or else the setting",
        "oncegate.topics.identified-output."
      })
  private @Nullable String topic;

  @ArgGroup private AsOf asOf = new AsOf();

  /** As of when. */
  static final class AsOf {
    @Option(
        names = "--as-of",
        paramLabel = "P:O,…",
        converter = OffsetsOption.Converter.class,
        description = {
          "What updates before these offsets wrote, such as 0:12,1:40; a partition that is not",
          "named, and another topic, counts as it stands. Without it, all does."
        })
    private @Nullable OffsetsOption offsets;

    @Option(
        names = "--as-of-recording",
        paramLabel = "FILE",
        description = "The same, as of the first offsets that a recording has.")
    private @Nullable Path recording;
  }

  @Mixin private RedactOptions redact = new RedactOptions();

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

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call()
      throws UnusableInputException,
          InvalidRecordingException,
          RecordingFailedException,
          IOException {
    PrintWriter err = CommandOutput.errors(spec);
    if (redact.forgetsKey()) {
      throw new UnusableInputException(
          "--redact needs the --redact-key-file of the recording; with another key, none of its"
              + " addresses would be found again");
    }
    Pseudonyms pseudonyms = redact.pseudonyms();
    LedgerLine.Head head = head();
    LedgerCut cut = LedgerCut.now();
    if (head.topic() != null) {
      QuietLog.ofKafka();
      var topicId = TopicAdmin.idOf(KafkaSettings.of(bootstrapServers), head.topic());
      cut = new LedgerCut(topicId, head.offsets());
    }
    DatabaseSettings database = DatabaseSettings.of(jdbcUrl);
    database.check();
    try (var file = OutputFile.create(out)) {
      file.line(head.write());
      var receiver = new LedgerLines(file, pseudonyms, new Progress(err, "rows"));
      new LedgerExport(database.source()).run(cut, receiver);
      file.line(new LedgerLine.End(receiver.merges, receiver.sends).write());
      file.finish();
      err.printf("%,d sends and %,d merges to %s%n", receiver.sends, receiver.merges, out);
      if (head.topic() != null && receiver.others > 0) {
        err.printf(
            "%,d of the sends were written by other topics' updates, which count as they stand:"
                + " some of them may be of after the offsets.%n",
            receiver.others);
      }
      err.flush();
      return 0;
    } catch (SQLException e) {
      throw database.unusable(e);
    }
  }

  private LedgerLine.Head head()
      throws InvalidRecordingException, UnusableInputException, IOException {
    if (asOf.recording != null) {
      FirstOffsets first = FirstOffsets.of(asOf.recording);
      if (topic != null && !topic.equals(first.topic())) {
        throw new UnusableInputException(
            asOf.recording + ": is a recording of " + first.topic() + ", not of " + topic);
      }
      return new LedgerLine.Head(first.topic(), first.byPartition());
    }
    if (asOf.offsets == null) {
      return new LedgerLine.Head(null, Map.of());
    }
    String named =
        topic != null
            ? topic
            : ConfigProvider.getConfig()
                .getOptionalValue("oncegate.topics.identified-output", String.class)
                .orElse("identified-output");
    return new LedgerLine.Head(named, asOf.offsets.byPartition());
  }

  /** Writes the rows as lines. */
  private static final class LedgerLines implements LedgerExport.Receiver {
    private final OutputFile file;
    private final @Nullable Pseudonyms pseudonyms;
    private final Progress progress;
    private long merges;
    private long sends;
    private long others;

    LedgerLines(OutputFile file, @Nullable Pseudonyms pseudonyms, Progress progress) {
      this.file = file;
      this.pseudonyms = pseudonyms;
      this.progress = progress;
    }

    @Override
    public void merge(String spaceId, String mergedId, String survivorId) throws IOException {
      merges++;
      file.line(new LedgerLine.MergeLine(spaceId, mergedId, survivorId).write());
      progress.at(merges);
    }

    @Override
    public void sent(SendHistory.Entry entry, boolean ofTheTopic, @Nullable String formerWriter)
        throws IOException {
      sends++;
      others += ofTheTopic ? 0 : 1;
      file.line(new LedgerLine.Sent(redacted(entry), formerWriter).write());
      progress.at(merges + sends);
    }

    private SendHistory.Entry redacted(SendHistory.Entry entry) {
      SendKey key = entry.key();
      if (pseudonyms == null
          || !(key.subject() instanceof SendKey.Subject.Address(String type, String id))) {
        return entry;
      }
      var subject = new SendKey.Subject.Address(type, pseudonyms.ofNormalised(type, id));
      return new SendHistory.Entry(
          new SendKey(key.spaceId(), key.computationId(), key.destinationId(), subject),
          entry.last());
    }
  }
}
