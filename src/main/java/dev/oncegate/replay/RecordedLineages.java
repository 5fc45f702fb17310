package dev.oncegate.replay;

import dev.oncegate.core.update.ProfileUpdate;
import java.nio.ByteBuffer;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.StringDataType;

/**
 * Which profiles became one, by the merges that updates tell of. A profile is a key here: its space
 * and its id.
 */
final class RecordedLineages {
  /** Stands between the parts of a key; no id contains it. */
  static final char SEPARATOR = '\0';

  private static final StringDataType TEXT = StringDataType.INSTANCE;

  /**
   * Where a profile stands in its lineage, which is a tree, for finding whether two profiles are of
   * one, and a ring, for visiting all of it.
   */
  private record Link(String parent, String next) implements SpillingMap.Storable {
    static Link read(ByteBuffer in) {
      return new Link(TEXT.read(in), TEXT.read(in));
    }

    @Override
    public void write(WriteBuffer out) {
      TEXT.write(out, parent);
      TEXT.write(out, next);
    }

    @Override
    public int memory() {
      return 32 + TEXT.getMemory(parent) + TEXT.getMemory(next);
    }
  }

  // Only profiles that were merged have a link.
  private final SpillingMap<Link> links = new SpillingMap<>(Link::read);

  /** The key of a profile. */
  static String key(String spaceId, String profileId) {
    return spaceId + SEPARATOR + profileId;
  }

  /** The id of a profile, without its space. */
  static String profileId(String profile) {
    return profile.substring(profile.indexOf(SEPARATOR) + 1);
  }

  /** Takes note of merges; they count for the very update that tells of them. */
  void heed(ProfileUpdate update) {
    for (String merged : update.mergedProfiles()) {
      unite(key(update.spaceId(), update.profileId()), key(update.spaceId(), merged));
    }
  }

  /** The profile that stands for a lineage; the same for all of it. */
  String root(String profile) {
    String at = profile;
    Link link = link(at);
    while (!link.parent().equals(at)) {
      String parent = link.parent();
      Link above = link(parent);
      // Halves the way for the next time.
      links.put(at, new Link(above.parent(), link.next()));
      at = parent;
      link = above;
    }
    return at;
  }

  /** The next profile of the same lineage; the last is followed by the first. */
  String next(String profile) {
    return link(profile).next();
  }

  void unite(String a, String b) {
    String rootOfA = root(a);
    String rootOfB = root(b);
    if (!rootOfA.equals(rootOfB)) {
      // Two rings become one by exchanging what follows.
      String nextOfA = next(rootOfA);
      links.put(rootOfA, new Link(rootOfA, next(rootOfB)));
      links.put(rootOfB, new Link(rootOfA, nextOfA));
    }
  }

  private Link link(String profile) {
    Link link = links.get(profile);
    return link == null ? new Link(profile, profile) : link;
  }
}
