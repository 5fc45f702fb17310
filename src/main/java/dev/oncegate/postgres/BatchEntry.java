package dev.oncegate.postgres;

import dev.oncegate.core.update.Connected;
import dev.oncegate.core.update.ProfileUpdate;

/**
 * An update of a batch.
 *
 * <p>One that is not decided after all, because it goes elsewhere, belongs in the batch too: what
 * an earlier attempt may have written for it is then removed.
 */
public record BatchEntry(ProfileUpdate update, Connected connected, Coordinates at) {}
