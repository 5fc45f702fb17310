package dev.oncegate.identity;

import dev.oncegate.codec.Identifier;
import dev.oncegate.core.DependencyUnavailableException;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.core.update.Trigger;
import dev.oncegate.core.update.Trigger.Merged;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/**
 * External ids and merges in PostgreSQL: two queries and two writes a batch, however long it is.
 *
 * <p>A {@code profile_merge} in the batch is recorded. So is an id that a {@code new_external_id}
 * tells of and the profile's lineage does not have yet, as created when the update was computed:
 * the engine knows that the profile has it, and whoever loads the ids may be later than the engine.
 * A load that comes later puts its own {@code createdAt} in place.
 *
 * <p>Names that PostgreSQL cannot hold are in no table; what a batch tells of them counts for that
 * batch only.
 */
public final class PostgresIdentity implements IdentityService {
  private final DataSource dataSource;

  public PostgresIdentity(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public List<Identity> identify(List<ProfileUpdate> batch) {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      var known = Known.read(connection, batch);
      var identities = new ArrayList<Identity>(batch.size());
      for (ProfileUpdate update : batch) {
        identities.add(known.identify(update));
      }
      MergeTable.announce(connection, known.newMerges);
      ExternalIdTable.add(connection, known.newIds);
      connection.commit();
      return identities;
    } catch (SQLException e) {
      throw new DependencyUnavailableException(
          "the identity tables did not answer: " + e.getMessage(), e);
    }
  }

  /** What is known of the profiles of a batch, growing as its updates are gone through. */
  private static final class Known {
    private final Map<String, ProfileLineages> lineages = new HashMap<>();
    private final Map<ProfileKey, List<ExternalId>> ids = new HashMap<>();
    private final List<Merge> newMerges = new ArrayList<>();
    private final List<OwnedId> newIds = new ArrayList<>();

    static Known read(Connection connection, List<ProfileUpdate> batch) throws SQLException {
      var known = new Known();
      Set<ProfileKey> profiles = profilesOf(batch);
      for (Merge merge : MergeTable.related(connection, profiles)) {
        known.lineages(merge.spaceId()).add(merge);
        profiles.add(new ProfileKey(merge.spaceId(), merge.mergedId()));
        profiles.add(new ProfileKey(merge.spaceId(), merge.survivorId()));
      }
      known.ids.putAll(ExternalIdTable.read(connection, List.copyOf(profiles)));
      return known;
    }

    Identity identify(ProfileUpdate update) {
      switch (update.trigger()) {
        case Trigger.ProfileMerge merge -> learn(update, merge.profiles());
        case Trigger.NewExternalId _, Trigger.ValueChanged _, Trigger.Unknown _ -> {}
      }
      String survivor = lineages(update.spaceId()).survivorOf(update.profileId());
      var ids = new ArrayList<ExternalId>();
      Set<String> profiles = lineages(update.spaceId()).mergedInto(survivor);
      for (String profile : profiles) {
        ids.addAll(idsOf(update.spaceId(), profile));
      }
      if (update.trigger() instanceof Trigger.NewExternalId(var told)) {
        ids.addAll(learnIds(update, told, ids));
      }
      return new Identity(survivor, List.copyOf(profiles), ids);
    }

    private void learn(ProfileUpdate update, List<Merged> profiles) {
      for (Merged merged : profiles) {
        if (!merged.profileId().equals(update.profileId())) {
          var merge =
              new Merge(
                  update.spaceId(), merged.profileId(), update.profileId(), update.computedAt());
          lineages(update.spaceId()).add(merge);
          if (canBeKept(update) && Identifier.fault(merged.profileId()) == null) {
            newMerges.add(merge);
          }
        }
      }
    }

    private List<ExternalId> learnIds(
        ProfileUpdate update, List<ExternalId> told, List<ExternalId> lineage) {
      var had = new HashSet<KindAndId>();
      for (ExternalId id : lineage) {
        had.add(new KindAndId(id.kind(), id.id()));
      }
      var learnt = new ArrayList<ExternalId>();
      for (ExternalId id : told) {
        if (had.add(new KindAndId(id.kind(), id.id()))) {
          var created = new ExternalId(id.type(), id.id(), update.computedAt());
          learnt.add(created);
          if (canBeKept(update)
              && Identifier.fault(id.type()) == null
              && Identifier.faultOfExternalId(id.id()) == null) {
            newIds.add(new OwnedId(update.spaceId(), update.profileId(), created));
          }
        }
      }
      idsOf(update.spaceId(), update.profileId()).addAll(learnt);
      return learnt;
    }

    private ProfileLineages lineages(String spaceId) {
      return lineages.computeIfAbsent(spaceId, _ -> new ProfileLineages());
    }

    private List<ExternalId> idsOf(String spaceId, String profileId) {
      return ids.computeIfAbsent(new ProfileKey(spaceId, profileId), _ -> new ArrayList<>());
    }

    private static boolean canBeKept(ProfileUpdate update) {
      return Identifier.fault(update.spaceId()) == null
          && Identifier.fault(update.profileId()) == null;
    }

    private static Set<ProfileKey> profilesOf(List<ProfileUpdate> batch) {
      var profiles = new HashSet<ProfileKey>();
      for (ProfileUpdate update : batch) {
        if (Identifier.fault(update.spaceId()) != null) {
          continue;
        }
        addIfKept(profiles, update.spaceId(), update.profileId());
        if (update.trigger() instanceof Trigger.ProfileMerge(var merged)) {
          for (Merged one : merged) {
            addIfKept(profiles, update.spaceId(), one.profileId());
          }
        }
      }
      return profiles;
    }

    private static void addIfKept(Set<ProfileKey> profiles, String spaceId, String profileId) {
      if (Identifier.fault(profileId) == null) {
        profiles.add(new ProfileKey(spaceId, profileId));
      }
    }
  }

  private record KindAndId(String kind, String id) {}
}
