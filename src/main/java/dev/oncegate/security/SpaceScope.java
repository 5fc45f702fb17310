package dev.oncegate.security;

import java.util.Set;

/** The spaces in which somebody holds a role. */
public sealed interface SpaceScope {
  SpaceScope ALL = new AllSpaces();

  boolean contains(String spaceId);

  /** Also those that are still to come. */
  record AllSpaces() implements SpaceScope {
    @Override
    public boolean contains(String spaceId) {
      return true;
    }
  }

  /** These and no others. */
  record NamedSpaces(Set<String> ids) implements SpaceScope {
    public NamedSpaces {
      ids = Set.copyOf(ids);
    }

    @Override
    public boolean contains(String spaceId) {
      return ids.contains(spaceId);
    }
  }
}
