package dev.oncegate.core.decide;

import org.jspecify.annotations.Nullable;

/**
 * What was sent before, as the update in hand may see it: all that was decided before it, for its
 * profile and every profile merged with that one, and nothing that was decided by it or after it.
 */
public interface SendHistory {

  /** The last send under this key, or null where there is none. */
  @Nullable LastSend last(SendKey key);

  /** The last send under this key, or under what its address formerly was; null for none. */
  default @Nullable LastSend last(SendKey key, FormerAddress former) {
    return last(key);
  }

  /** What the history is to say of a key from an update on. */
  record Entry(SendKey key, LastSend last) {}
}
