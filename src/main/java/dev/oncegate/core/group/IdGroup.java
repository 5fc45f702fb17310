package dev.oncegate.core.group;

import dev.oncegate.core.update.ExternalId;
import java.util.List;

/**
 * One set of external ids, and every destination that gets exactly that set.
 *
 * @param hash names the set: 32 characters of lower-case hex
 * @param ids sorted by type and id
 */
public record IdGroup(String hash, List<ExternalId> ids, List<Delivery> deliveries) {}
