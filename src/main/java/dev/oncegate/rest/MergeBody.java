package dev.oncegate.rest;

import dev.oncegate.codec.WordParser;
import dev.oncegate.identity.Merge;
import dev.oncegate.rest.ValidText.Format;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import jakarta.validation.constraints.NotNull;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Objects;

/** A line of a bulk load of merges. */
@RegisterForReflection
@MergeBody.TwoProfiles
record MergeBody(
    @NotNull(message = Problem.MISSING) @ValidText(Format.NAME) String spaceId,
    @NotNull(message = Problem.MISSING) @ValidText(Format.NAME) String mergedProfileId,
    @NotNull(message = Problem.MISSING) @ValidText(Format.NAME) String survivorProfileId,
    @NotNull(message = Problem.MISSING) @ValidText(Format.INSTANT) String mergedAt)
    implements BulkLoad.BulkLine {

  Merge toMerge() {
    return new Merge(spaceId, mergedProfileId, survivorProfileId, WordParser.instant(mergedAt));
  }

  /** The two profiles are not one. */
  @Constraint(validatedBy = TwoProfiles.TwoProfilesValidator.class)
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @interface TwoProfiles {
    String message() default "a profile cannot be merged into itself";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Names the survivor where they are one. */
    final class TwoProfilesValidator implements ConstraintValidator<TwoProfiles, MergeBody> {
      @Override
      public boolean isValid(MergeBody merge, ConstraintValidatorContext context) {
        if (merge.mergedProfileId == null
            || !Objects.equals(merge.mergedProfileId, merge.survivorProfileId)) {
          return true;
        }
        context.disableDefaultConstraintViolation();
        context
            .buildConstraintViolationWithTemplate(context.getDefaultConstraintMessageTemplate())
            .addPropertyNode("survivorProfileId")
            .addConstraintViolation();
        return false;
      }
    }
  }
}
