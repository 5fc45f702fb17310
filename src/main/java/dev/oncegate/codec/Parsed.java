package dev.oncegate.codec;

import dev.oncegate.core.update.ProfileUpdate;

/** What a message turned out to be. */
public sealed interface Parsed {

  /**
   * A profile update.
   *
   * @param layout where its changeable parts stand in the message
   * @param blankIds how many external ids were left out, since nothing of them is seen
   */
  record Valid(ProfileUpdate update, Layout layout, int blankIds) implements Parsed {}

  /**
   * No update that could be decided.
   *
   * @param field the part that is wrong, {@code externalIds[2].createdAt}; empty where it is the
   *     message as a whole
   * @param problem what is wrong with it
   */
  record Invalid(String field, String problem) implements Parsed {

    /** One line for people: {@code computation.type: missing}. */
    public String sentence() {
      return field.isEmpty() ? problem : field + ": " + problem;
    }
  }

  /**
   * Where parts of a message stand, as byte offsets; an end is exclusive.
   *
   * @param profileIdStart of the profile id, its quotes included
   * @param externalIdsStart of the array of external ids, or -1 where there is none
   * @param closingBrace of the message
   */
  record Layout(
      int profileIdStart,
      int profileIdEnd,
      int externalIdsStart,
      int externalIdsEnd,
      int closingBrace) {}
}
