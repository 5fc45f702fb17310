package dev.oncegate.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.Trigger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads why an update was emitted. A trigger that has no reason, or none that is known, is the
 * trigger <em>unknown</em>; one that is known must be whole.
 */
final class TriggerReader {
  private final JsonParser json;
  private final UpdateBuilder builder;
  private @Nullable String reason;
  private @Nullable List<ExternalId> newExternalIds;
  private @Nullable List<Trigger.Merged> mergedProfiles;

  TriggerReader(JsonParser json, UpdateBuilder builder) {
    this.json = json;
    this.builder = builder;
  }

  Trigger trigger() throws IOException, InvalidFieldException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return new Trigger.Unknown();
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "reason" -> reason = word();
        case "newExternalIds" -> newExternalIds = newExternalIds();
        case "mergedProfiles" -> mergedProfiles = mergedProfiles();
        default -> json.skipChildren();
      }
    }
    return switch (reason == null ? "" : reason) {
      case "value_changed" -> new Trigger.ValueChanged();
      case "new_external_id" ->
          new Trigger.NewExternalId(FieldReader.present("trigger.newExternalIds", newExternalIds));
      case "profile_merge" ->
          new Trigger.ProfileMerge(FieldReader.present("trigger.mergedProfiles", mergedProfiles));
      default -> new Trigger.Unknown();
    };
  }

  private @Nullable String word() throws IOException, InvalidFieldException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      json.skipChildren();
      return null;
    }
    return FieldReader.text(json, "trigger.reason");
  }

  // Writers that give every field give null to those that a reason does not have.
  private @Nullable List<ExternalId> newExternalIds() throws IOException, InvalidFieldException {
    return json.currentToken() == JsonToken.VALUE_NULL
        ? null
        : UpdateReader.externalIds(json, "trigger.newExternalIds", builder);
  }

  private @Nullable List<Trigger.Merged> mergedProfiles()
      throws IOException, InvalidFieldException {
    String field = "trigger.mergedProfiles";
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    FieldReader.expect(json, field, JsonToken.START_ARRAY, "an array");
    var profiles = new ArrayList<Trigger.Merged>(2);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      try {
        profiles.add(merged());
      } catch (InvalidFieldException e) {
        throw e.in(field + "[" + profiles.size() + "]");
      }
    }
    return profiles;
  }

  private Trigger.Merged merged() throws IOException, InvalidFieldException {
    FieldReader.expect(json, "", JsonToken.START_OBJECT, "an object");
    String profileId = null;
    Boolean wasMember = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "profileId" -> profileId = FieldReader.name(json, field);
        case "wasMember" -> wasMember = FieldReader.flag(json, field);
        default -> json.skipChildren();
      }
    }
    return new Trigger.Merged(
        FieldReader.present("profileId", profileId), FieldReader.present("wasMember", wasMember));
  }
}
