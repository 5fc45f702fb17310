package dev.oncegate.cli;

import dev.oncegate.codec.RecordedWriter;
import dev.oncegate.codec.TopicMessage;
import dev.oncegate.codec.redact.Pseudonyms;
import dev.oncegate.codec.redact.Redaction;
import dev.oncegate.kafka.RecordingFailedException;
import dev.oncegate.kafka.RecordingRange;
import dev.oncegate.kafka.RecordingRange.From;
import dev.oncegate.kafka.TopicRecorder;
import dev.oncegate.replay.InvalidRecordingException;
import dev.oncegate.replay.RecordingFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A topic's messages into a file, with their coordinates. */
@Command(
    name = "record",
    description = {
      "Writes the committed messages of a topic to a file, a line each, with topic, partition,",
      "offset, timestamp, key, value and headers: what replay reads.",
      "Reads the broker from the same settings as serve. Ends with what the topic holds at the",
      "start, unless --follow; Ctrl-C and SIGTERM end it too, and leave a whole file."
    },
    mixinStandardHelpOptions = true)
public final class RecordCommand implements Callable<Integer> {
  @Option(names = "--topic", required = true, paramLabel = "TOPIC", description = "Which topic.")
  private String topic = "";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The file; compressed if it ends in .zst; - is the standard output.")
  private Path out = Path.of("");

  @ArgGroup private Start start = new Start();

  /** Where to begin. */
  static final class Start {
    @Option(
        names = "--from-offsets",
        paramLabel = "P:O,…",
        converter = OffsetsOption.Converter.class,
        description = {
          "From these offsets on, such as 0:12,1:40; a partition that is not named, from its",
          "beginning. Without any --from…, all from the beginning."
        })
    private @Nullable OffsetsOption offsets;

    @Option(
        names = "--from-time",
        paramLabel = "TIME",
        converter = TimeConverter.class,
        description = "From the first message of each partition that is not older on.")
    private @Nullable Instant time;

    @Option(names = "--from-now", description = "What comes from now on, as --follow does.")
    private boolean now;

    From from() {
      if (offsets != null) {
        return new From.Offsets(offsets.byPartition());
      }
      if (time != null) {
        return new From.Time(time);
      }
      return now ? new From.Now() : new From.Earliest();
    }
  }

  @Option(
      names = "--until-time",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "Up to the first message of each partition that is not older.")
  private @Nullable Instant until;

  @Option(
      names = "--follow",
      description = "Goes on with what comes meanwhile, until told to stop.")
  private boolean follow;

  @Option(names = "--limit", paramLabel = "N", description = "Ends after so many messages.")
  private long limit = Long.MAX_VALUE;

  @Option(
      names = "--resume",
      description = "Goes on with an existing file, after the last whole line of each partition.")
  private boolean resume;

  @Mixin private RedactOptions redact = new RedactOptions();

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Where Kafka is; by default the setting kafka.bootstrap.servers.")
  private @Nullable String bootstrapServers;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call()
      throws UnusableInputException,
          InvalidRecordingException,
          RecordingFailedException,
          IOException {
    PrintWriter err = CommandOutput.errors(spec);
    refuseContradictions();
    Pseudonyms pseudonyms = redact.pseudonyms();
    QuietLog.ofKafka();
    RecordingFile file = resume ? RecordingFile.resume(out, topic) : RecordingFile.create(out);
    var range = new RecordingRange(start.from(), file.nextOffsets(), until, follow || start.now);
    try (var recorder =
        TopicRecorder.open(
            KafkaSettings.of(bootstrapServers), topic, range, InstantSource.system())) {
      try (var interruption = Interruption.stops(recorder::stop)) {
        var progress = new Progress(err, "messages");
        long count;
        try (file) {
          file.begin();
          count = copy(recorder, file, pseudonyms, progress);
        }
        err.println(progress.rate(count) + " of " + topic + " to " + out);
        if (redact.forgetsKey()) {
          err.println("The key of the pseudonyms was made up for this recording and is forgotten.");
        }
        err.flush();
        interruption.done();
        return 0;
      }
    }
  }

  private long copy(
      TopicRecorder recorder,
      RecordingFile file,
      @Nullable Pseudonyms pseudonyms,
      Progress progress)
      throws RecordingFailedException, IOException {
    Redaction redaction = pseudonyms == null ? null : new Redaction(pseudonyms);
    long count = 0;
    while (count < limit) {
      // Whoever reads along, or comes after a crash, need not wait for a buffer to fill.
      if (!recorder.isReady()) {
        file.flush();
      }
      TopicMessage message = recorder.next();
      if (message == null) {
        break;
      }
      file.add(RecordedWriter.write(redaction == null ? message : redaction.of(message)));
      progress.at(++count);
    }
    return count;
  }

  private void refuseContradictions() throws UnusableInputException {
    boolean toStandardOutput = out.equals(Path.of("-"));
    if (limit < 1) {
      throw new UnusableInputException("--limit must be 1 or more");
    }
    if (resume && toStandardOutput) {
      throw new UnusableInputException(
          "--resume goes on with a file, not with the standard output");
    }
    if (resume && start.now) {
      throw new UnusableInputException(
          "--resume with --from-now would leave out what came in between on partitions that the"
              + " file has nothing of yet; say --from-time with when the recording began");
    }
    if (resume && redact.forgetsKey()) {
      throw new UnusableInputException(
          "--resume --redact needs the --redact-key-file that the recording was begun with");
    }
  }
}
