package dev.oncegate.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;

/** How JSON that comes from outside is parsed: within bounds that no message needs. */
public final class BoundedJson {
  /** How deep objects and arrays may stand in one another. */
  private static final int LEVELS = 1_000;

  /**
   * Bytes of a field's name. The parser remembers some thousand names that it has read, so that
   * long ones would fill the memory.
   */
  private static final int NAME_BYTES = 1_000;

  /** Digits of a number. */
  private static final int NUMBER_CHARACTERS = 1_000;

  private BoundedJson() {}

  /** A new one, since a mapper makes its factory its own. */
  public static JsonFactory factory() {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(LEVELS)
                .maxNameLength(NAME_BYTES)
                .maxNumberLength(NUMBER_CHARACTERS)
                .build())
        // Names that somebody makes up are none that the program would know again.
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .build();
  }
}
