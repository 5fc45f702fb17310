package dev.oncegate.codec;

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
  Parsed.Valid build(boolean isIdentified) throws InvalidFieldException {
    Computation itsComputation = FieldReader.present("computation", computation);
    Value itsValue = FieldReader.present("value", value);
    if (!itsComputation.type().isTrait()
        && !(itsValue instanceof Value.Flag || itsValue instanceof Value.None)) {
      throw new InvalidFieldException(
          "value",
          "must be true or false for a computation of type " + itsComputation.type().word());
    }
    if (isIdentified) {
      FieldReader.present("externalIds", externalIds);
    }
    var update =
        new ProfileUpdate(
            FieldReader.present("messageId", messageId),
            FieldReader.present("spaceId", spaceId),
            FieldReader.present("profileId", profileId),
            itsComputation,
            itsValue,
            trigger == null ? new Trigger.Unknown() : trigger,
            FieldReader.present("computedAt", computedAt),
            externalIds == null ? List.of() : externalIds,
            lineage == null ? List.of() : lineage);
    return new Parsed.Valid(
        update,
        new Parsed.Layout(
            profileIdStart, profileIdEnd, externalIdsStart, externalIdsEnd, closingBrace),
        blankIds);
  }
}
