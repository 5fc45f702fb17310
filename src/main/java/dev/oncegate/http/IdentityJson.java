package dev.oncegate.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.identity.Merge;
import dev.oncegate.identity.OwnedId;
import dev.oncegate.json.Finding;
import dev.oncegate.json.StrictObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * External ids and merges as requests write them. Whatever is added to the findings makes what is
 * returned worthless.
 */
final class IdentityJson {
  private IdentityJson() {}

  /** One external id, or an array of them. */
  static List<ExternalId> externalIds(JsonNode node, List<Finding> findings) {
    if (!node.isArray()) {
      return List.of(externalId(node, "", findings));
    }
    var ids = new ArrayList<ExternalId>();
    for (JsonNode element : node) {
      ids.add(externalId(element, "[" + ids.size() + "]", findings));
    }
    return ids;
  }

  /** {@code {"spaceId", "profileId", "type", "id", "createdAt"}}. */
  static OwnedId ownedId(JsonNode node, List<Finding> findings) {
    var line =
        new StrictObject(
            node, "", findings, List.of("spaceId", "profileId", "type", "id", "createdAt"));
    return new OwnedId(line.id("spaceId"), line.id("profileId"), externalId(line));
  }

  /** {@code {"spaceId", "mergedProfileId", "survivorProfileId", "mergedAt"}}. */
  static @Nullable Merge merge(JsonNode node, List<Finding> findings) {
    var line =
        new StrictObject(
            node,
            "",
            findings,
            List.of("spaceId", "mergedProfileId", "survivorProfileId", "mergedAt"));
    String space = line.id("spaceId");
    String merged = line.id("mergedProfileId");
    String survivor = line.id("survivorProfileId");
    Instant at = line.requiredInstant("mergedAt");
    if (!findings.isEmpty() || at == null) {
      return null;
    }
    if (merged.equals(survivor)) {
      line.find("survivorProfileId", "a profile cannot be merged into itself");
      return null;
    }
    return new Merge(space, merged, survivor, at);
  }

  private static ExternalId externalId(JsonNode node, String path, List<Finding> findings) {
    return externalId(new StrictObject(node, path, findings, List.of("type", "id", "createdAt")));
  }

  private static ExternalId externalId(StrictObject object) {
    return new ExternalId(object.id("type"), object.externalId("id"), object.instant("createdAt"));
  }
}
