package dev.oncegate.replay.report;

import io.quarkus.qute.Engine;
import io.quarkus.qute.Expression;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.RawString;
import io.quarkus.qute.ResultMapper;
import io.quarkus.qute.TemplateLocator.TemplateLocation;
import io.quarkus.qute.TemplateNode.Origin;
import io.quarkus.qute.UserTagSectionHelper;
import io.quarkus.qute.ValueResolver;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The page's templates, by a Qute engine of our own, since no command but {@code serve} starts
 * Quarkus. They see maps, lists, texts and numbers alone: nothing is read by reflection, which a
 * native executable would have to be told of.
 */
final class ReportTemplates {
  private static final String DIRECTORY = "/templates/";
  private static final String STYLE_SHEET = "/web/oncegate.css";

  private ReportTemplates() {}

  /** Fills in a template; a name that the data lacks is an error. */
  static String render(String template, Map<String, ?> data) {
    return engine().getTemplate(template).render(data);
  }

  /** The style sheet, which is no text to be escaped. */
  static RawString styleSheet() {
    return new RawString(resource(STYLE_SHEET));
  }

  /** A number for people, the same in every country. */
  static String grouped(Number number) {
    return String.format(Locale.ROOT, "%,d", number.longValue());
  }

  private static Engine engine() {
    return Engine.builder()
        .addDefaults()
        .addValueResolver(
            ValueResolver.builder()
                .applyToBaseClass(Number.class)
                .applyToName("grouped")
                .resolveSync(context -> grouped((Number) context.getBase()))
                .build())
        .addResultMapper(new EscapedText())
        .addSectionHelper(new UserTagSectionHelper.Factory("count", "tags/count"))
        .addSectionHelper(new UserTagSectionHelper.Factory("scroll", "tags/scroll"))
        .addLocator(name -> Optional.of(new Located(resource(DIRECTORY + name + ".html"))))
        .build();
  }

  private static String resource(String name) {
    try (InputStream in = ReportTemplates.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not in the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Located(String template) implements TemplateLocation {
    @Override
    public Reader read() {
      return new StringReader(template);
    }

    @Override
    public Optional<Variant> getVariant() {
      return Optional.of(Variant.forContentType(Variant.TEXT_HTML));
    }
  }

  /** Every text is escaped, whatever template it stands in, so that no profile's id is markup. */
  private static final class EscapedText implements ResultMapper {
    private final HtmlEscaper escaper = new HtmlEscaper(List.of(Variant.TEXT_HTML));

    @Override
    public boolean appliesTo(Origin origin, Object result) {
      return !(result instanceof RawString);
    }

    @Override
    public String map(Object result, Expression expression) {
      var shown = new StringBuilder();
      result
          .toString()
          .codePoints()
          .forEach(point -> shown.appendCodePoint(isShown(point) ? point : '\ufffd'));
      return escaper.map(shown, expression);
    }

    // What HTML does not allow, half a character, and what turns the reading direction around.
    private static boolean isShown(int point) {
      boolean control = Character.isISOControl(point) && point != '\n' && point != '\t';
      boolean turns = (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
      return !control && !turns && Character.getType(point) != Character.SURROGATE;
    }
  }
}
