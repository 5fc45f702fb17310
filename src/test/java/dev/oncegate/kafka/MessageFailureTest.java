package dev.oncegate.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.DependencyUnavailableException;
import java.sql.SQLException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageFailureTest {
  private static final ConsumerRecord<byte[], byte[]> MESSAGE =
      new ConsumerRecord<>(
          "t",
          0,
          0,
          LaneRig.bytes("use_9"),
          LaneRig.bytes(
              "{\"profileId\": \"Anna Müller\", \"kind\": \"word\", \"n\": \"a@x.com\"}"));

  @ParameterizedTest
  @CsvSource({
    "22P05, true", "22001, true", "54000, true", "23514, true", "P0001, true",
    "23505, false", "42P01, false", "42501, false", "25006, false", "53200, false",
    "57P01, false", "08006, false", "XX000, false", ", false"
  })
  void aDatabaseRefusesAMessageOrIsAwayByItsState(String state, boolean isPossible) {
    var refused = new SQLException("no", state);
    assertThat(MessageFailure.isPossible(new DependencyUnavailableException("away", refused)))
        .isEqualTo(isPossible);
    assertThat(MessageFailure.isPossible(new IllegalStateException(refused))).isEqualTo(isPossible);
  }

  @Test
  void whatEveryMessageNeedsIsNotAMessagesFault() {
    assertThat(MessageFailure.isPossible(new DependencyUnavailableException("away"))).isFalse();
    assertThat(MessageFailure.isPossible(new OutOfMemoryError())).isFalse();
    assertThat(MessageFailure.isPossible(new NoClassDefFoundError())).isFalse();
    assertThat(MessageFailure.isPossible(new IllegalStateException(new OutOfMemoryError())))
        .isFalse();
    assertThat(MessageFailure.isPossible(new TimeoutException())).isFalse();
  }

  @Test
  void whatTheProgramThrowsMayBeAMessagesFault() {
    assertThat(MessageFailure.isPossible(new StackOverflowError())).isTrue();
    assertThat(MessageFailure.isPossible(new IllegalStateException())).isTrue();
    assertThat(MessageFailure.isPossible(new KafkaException(new RecordTooLargeException())))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no verdict for Anna today | no verdict for … today",
        "too long for use_9, Müller and a@x.com | too long for …, … and …",
        "the text \"Anna\" has no type | the text … has no type",
        "bytes 0xe7 0x94 0xa8 in encoding | bytes … … … in encoding",
        "Key (email)=(b@y.com) exists | Key …=… exists"
      })
  void aSentenceHasNothingOfWhatTheMessageSays(String thrown, String said) {
    // What the message calls its fields is nobody's.
    assertThat(MessageFailure.sentence(new IllegalStateException(thrown + "\nmore"), MESSAGE))
        .isEqualTo("IllegalStateException: " + said);
  }

  @Test
  void aSentenceNamesTheDatabasesState() {
    var refused = new IllegalStateException("refused", new SQLException("no", "22P05"));
    assertThat(MessageFailure.sentence(refused, MESSAGE))
        .isEqualTo("IllegalStateException: refused (SQLSTATE 22P05)");
  }
}
