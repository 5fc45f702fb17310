package dev.oncegate.rest;

import dev.oncegate.codec.Identifier;
import dev.oncegate.codec.WordParser;
import dev.oncegate.core.update.Destination;
import dev.oncegate.security.Grant;
import dev.oncegate.security.NewToken;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.validator.constraintvalidation.HibernateConstraintValidatorContext;
import org.jspecify.annotations.Nullable;

/** A text of a given format; null is left to others. */
@Constraint(validatedBy = ValidText.TextValidator.class)
@Target({ElementType.FIELD, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
@interface ValidText {
  Format value();

  String message() default "";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** What a text must be. */
  enum Format {
    NAME(Identifier::fault),
    EXTERNAL_ID(Identifier::faultOfExternalId),
    ANY(Identifier::faultOfText),
    INSTANT(fault(WordParser::instant)),
    CALL(fault(text -> WordParser.constant(text, Destination.Call.values()))),
    IDS_PER_EVENT(fault(text -> WordParser.constant(text, Destination.IdsPerEvent.values()))),
    DEDUPE_SCOPE(fault(text -> WordParser.constant(text, Destination.DedupeScope.values()))),
    RESEND(fault(WordParser::resend)),
    TOKEN_NAME(NewToken::faultOfName),
    GRANT(fault(Grant::parse)),
    VALID_FOR(fault(NewToken::validFor));

    @SuppressWarnings("ImmutableEnumChecker") // None of them has a state.
    private final Function<String, @Nullable String> fault;

    Format(Function<String, @Nullable String> fault) {
      this.fault = fault;
    }

    private static Function<String, @Nullable String> fault(Consumer<String> reader) {
      return text -> {
        try {
          reader.accept(text);
          return null;
        } catch (IllegalArgumentException e) {
          return e.getMessage();
        }
      };
    }
  }

  /** Says what is wrong with the text. */
  final class TextValidator implements ConstraintValidator<ValidText, @Nullable String> {
    private Format format = Format.ANY;

    @Override
    public void initialize(ValidText constraint) {
      format = constraint.value();
    }

    @Override
    public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
      String fault = text == null ? null : format.fault.apply(text);
      if (fault == null) {
        return true;
      }
      context.disableDefaultConstraintViolation();
      // As a parameter, since the text that is quoted in it could be taken for a template.
      context
          .unwrap(HibernateConstraintValidatorContext.class)
          .addMessageParameter("fault", fault)
          .buildConstraintViolationWithTemplate("{fault}")
          .addConstraintViolation();
      return false;
    }
  }
}
