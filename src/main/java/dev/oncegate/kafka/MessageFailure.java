package dev.oncegate.kafka;

import dev.oncegate.core.DependencyUnavailableException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** Tells failures that a message may have caused from all others, and says what they were. */
final class MessageFailure {
  private static final int LONGEST_SENTENCE = 300;
  private static final int FRAMES_LOGGED = 12;
  private static final String HIDDEN = "…";

  // Of the SQL standard and PostgreSQL's appendix A: what may be wrong with what a message has to
  // be stored. That is cardinality, data, constraints, a view's check, what functions raise, and
  // limits of the program (an index row too large). Everything else is the database's doing.
  private static final Set<String> CLASSES_OF_DATA = Set.of("21", "22", "23", "44", "P0", "54");
  // Only a stale worker writes what another has written; the second looks again.
  private static final String UNIQUE_VIOLATION = "23505";

  // What exceptions quote is somebody's: texts in quotation marks, PostgreSQL's (key)=(value), and
  // the bytes that it could not convert.
  private static final Pattern QUOTED =
      Pattern.compile("\"[^\"]*\"|(?<!\\w)'[^']*'|\\([^)]*\\)|0x[0-9a-fA-F]+");
  private static final Pattern WORD = Pattern.compile("[^\\s\"\\\\,:;(){}\\[\\]=]+");
  private static final Pattern TEXT =
      Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"(?<isName>\\s*:)?");

  private MessageFailure() {}

  /** Whether it may be a message that failed, and not what all messages need. */
  static boolean isPossible(Throwable failure) {
    boolean isPossible =
        !(failure instanceof DependencyUnavailableException
            || failure instanceof TopicReplacedException);
    for (Throwable it = failure; it != null; it = it.getCause()) {
      if (it instanceof SQLException sql) {
        return isOfData(sql.getSQLState());
      }
      if (it instanceof RecordTooLargeException
          || it instanceof RecordBatchTooLargeException
          || it instanceof SerializationException) {
        return true;
      }
      boolean isOfTheMachine =
          it instanceof LinkageError
              || (it instanceof VirtualMachineError && !(it instanceof StackOverflowError));
      isPossible &= !isOfTheMachine && !(it instanceof KafkaException);
    }
    return isPossible;
  }

  private static boolean isOfData(@Nullable String state) {
    return state != null
        && state.length() == 5
        && !state.equals(UNIQUE_VIOLATION)
        && CLASSES_OF_DATA.contains(state.substring(0, 2));
  }

  /** What happened, in a line that has nothing in it of what the message says. */
  static String sentence(Throwable failure, ConsumerRecord<byte[], byte[]> message) {
    String text = failure.getMessage() == null ? "" : failure.getMessage();
    String line = text.lines().findFirst().orElse("");
    line = QUOTED.matcher(line).replaceAll(HIDDEN);
    Set<String> said = wordsOf(message);
    line =
        WORD.matcher(line)
            .replaceAll(
                word ->
                    said.contains(word.group().toLowerCase(Locale.ROOT))
                        ? HIDDEN
                        : Matcher.quoteReplacement(word.group()));
    if (line.length() > LONGEST_SENTENCE) {
      line = line.substring(0, LONGEST_SENTENCE) + HIDDEN;
    }
    String sentence = failure.getClass().getSimpleName() + (line.isBlank() ? "" : ": " + line);
    String state = stateOf(failure);
    return state == null ? sentence : sentence + " (SQLSTATE " + state + ")";
  }

  /** Where it happened, for the log: the sentence, and the innermost frames. */
  static Throwable forLog(Throwable failure, String sentence) {
    var shown = new IllegalStateException(sentence);
    StackTraceElement[] frames = failure.getStackTrace();
    shown.setStackTrace(Arrays.copyOf(frames, Math.min(FRAMES_LOGGED, frames.length)));
    return shown;
  }

  private static Set<String> wordsOf(ConsumerRecord<byte[], byte[]> message) {
    var words = new HashSet<String>();
    addWords(text(message.key()), words);
    Matcher text = TEXT.matcher(text(message.value()));
    while (text.find()) {
      if (text.group("isName") == null) {
        addWords(text.group(1), words);
      }
    }
    return words;
  }

  private static void addWords(String text, Set<String> words) {
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      words.add(word.group().toLowerCase(Locale.ROOT));
    }
  }

  private static String text(byte[] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }

  private static @Nullable String stateOf(Throwable failure) {
    for (Throwable it = failure; it != null; it = it.getCause()) {
      if (it instanceof SQLException sql) {
        return sql.getSQLState();
      }
    }
    return null;
  }
}
