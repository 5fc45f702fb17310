package dev.oncegate.postgres;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/**
 * Rows in the binary format of PostgreSQL's COPY, passed on whenever enough are together. Nothing
 * of a row is an object of its own, and the server parses no text.
 */
final class CopyBuffer {
  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final short END = -1;
  private static final int NULL = -1;
  private static final int PASS_ON_AT = 1 << 16;
  private static final int TEXT_OID = 25;
  // PostgreSQL counts from 2000-01-01T00:00:00Z.
  private static final long EPOCH_SECOND = 946_684_800L;
  private static final int MICROS = 1_000_000;
  private static final int NANOS_OF_MICRO = 1_000;

  private final CopyIn copy;
  private byte[] bytes = new byte[2 * PASS_ON_AT];
  private int length;
  private int textsAt;

  CopyBuffer(CopyIn copy) {
    this.copy = copy;
    System.arraycopy(HEADER, 0, bytes, 0, HEADER.length);
    length = HEADER.length;
  }

  void startRow(int columns) throws SQLException {
    if (length >= PASS_ON_AT) {
      passOn();
    }
    putShort((short) columns);
  }

  void putUuid(UUID uuid) {
    putInt(2 * Long.BYTES);
    putLong(uuid.getMostSignificantBits());
    putLong(uuid.getLeastSignificantBits());
  }

  void putBigint(long number) {
    putInt(Long.BYTES);
    putLong(number);
  }

  void putInteger(int number) {
    putInt(Integer.BYTES);
    putInt(number);
  }

  void putBoolean(boolean value) {
    putInt(1);
    room(1);
    bytes[length++] = (byte) (value ? 1 : 0);
  }

  /** The instant, cut to microseconds. */
  void putTimestamp(Instant instant) {
    putBigint(
        (instant.getEpochSecond() - EPOCH_SECOND) * MICROS + instant.getNano() / NANOS_OF_MICRO);
  }

  void putNull() {
    putInt(NULL);
  }

  void putText(@Nullable String text) {
    if (text == null) {
      putNull();
      return;
    }
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    putInt(encoded.length);
    room(encoded.length);
    System.arraycopy(encoded, 0, bytes, length, encoded.length);
    length += encoded.length;
  }

  /** Begins an array of texts, each of which is put next; {@link #endTexts} is to follow. */
  void startTexts(int count) {
    putInt(0);
    textsAt = length;
    int dimensions = 1;
    int withoutNulls = 0;
    int lowestIndex = 1;
    putInt(dimensions);
    putInt(withoutNulls);
    putInt(TEXT_OID);
    putInt(count);
    putInt(lowestIndex);
  }

  /** Goes back to say how long the array has become. */
  void endTexts() {
    int end = length;
    length = textsAt - Integer.BYTES;
    putInt(end - textsAt);
    length = end;
  }

  /** Ends the copy; answers how many rows it was. */
  long end() throws SQLException {
    putShort(END);
    passOn();
    return copy.endCopy();
  }

  private void passOn() throws SQLException {
    copy.writeToCopy(bytes, 0, length);
    length = 0;
  }

  private void putShort(short number) {
    room(Short.BYTES);
    bytes[length++] = (byte) (number >> Byte.SIZE);
    bytes[length++] = (byte) number;
  }

  private void putInt(int number) {
    putShort((short) (number >> Short.SIZE));
    putShort((short) number);
  }

  private void putLong(long number) {
    putInt((int) (number >> Integer.SIZE));
    putInt((int) number);
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
