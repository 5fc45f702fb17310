package dev.oncegate.codec;

import org.jspecify.annotations.Nullable;

/** A header of a message; a message may have several of one name. */
public final class MessageHeader {
  private final String name;
  private final byte @Nullable [] value;

  public MessageHeader(String name, byte @Nullable [] value) {
    this.name = name;
    this.value = value;
  }

  public String name() {
    return name;
  }

  public byte @Nullable [] value() {
    return value;
  }
}
