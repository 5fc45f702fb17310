package dev.oncegate.identity;

import dev.oncegate.core.update.CodePoints;
import dev.oncegate.core.update.ExternalId;
import java.util.Comparator;

/** An external id and the profile that it was given to. */
public record OwnedId(String spaceId, String profileId, ExternalId externalId) {

  /** By all that makes up the key: the type in lower case. */
  static final Comparator<OwnedId> BY_KEY =
      Comparator.comparing(OwnedId::spaceId, CodePoints::compare)
          .thenComparing(OwnedId::profileId, CodePoints::compare)
          .thenComparing(OwnedId::externalId, ExternalId.BY_KIND_AND_ID);
}
