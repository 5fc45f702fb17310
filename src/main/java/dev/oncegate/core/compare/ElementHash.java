package dev.oncegate.core.compare;

import java.nio.ByteBuffer;

/** 128 bits of a hash that an element of a multiset has. */
public record ElementHash(long high, long low) {

  /** Of the first 16 of some bytes. */
  static ElementHash of(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new ElementHash(buffer.getLong(), buffer.getLong());
  }
}
