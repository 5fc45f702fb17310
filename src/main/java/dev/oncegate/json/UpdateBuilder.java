package dev.oncegate.json;

import dev.oncegate.core.update.Computation;
import dev.oncegate.core.update.ExternalId;
import dev.oncegate.core.update.ProfileUpdate;
import dev.oncegate.core.update.Trigger;
import dev.oncegate.core.update.Value;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was read of an update so far, and what must be there in the end. */
final class UpdateBuilder {
  @Nullable String messageId;
  @Nullable String spaceId;
  @Nullable String profileId;
  @Nullable Computation computation;
  @Nullable Value value;
  @Nullable Trigger trigger;
  @Nullable Instant computedAt;
  @Nullable List<ExternalId> externalIds;
  @Nullable List<String> lineage;
  int blankIds;
  int profileIdStart;
  int profileIdEnd;
  int externalIdsStart = -1;
  int externalIdsEnd = -1;
  int closingBrace;

  /** The update, if it is whole. */
  Parsed.Valid build(boolean isIdentified) throws BadField {
    Computation itsComputation = Fields.present("computation", computation);
    Value itsValue = Fields.present("value", value);
    if (!itsComputation.type().isTrait()
        && !(itsValue instanceof Value.Flag || itsValue instanceof Value.None)) {
      throw new BadField(
          "value",
          "must be true or false for a computation of type " + itsComputation.type().word());
    }
    if (isIdentified) {
      Fields.present("externalIds", externalIds);
    }
    var update =
        new ProfileUpdate(
            Fields.present("messageId", messageId),
            Fields.present("spaceId", spaceId),
            Fields.present("profileId", profileId),
            itsComputation,
            itsValue,
            trigger == null ? new Trigger.Unknown() : trigger,
            Fields.present("computedAt", computedAt),
            externalIds == null ? List.of() : externalIds,
            lineage == null ? List.of() : lineage);
    return new Parsed.Valid(
        update,
        new Parsed.Layout(
            profileIdStart, profileIdEnd, externalIdsStart, externalIdsEnd, closingBrace),
        blankIds);
  }
}
