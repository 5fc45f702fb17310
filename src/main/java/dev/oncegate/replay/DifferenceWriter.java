package dev.oncegate.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.replay.Backtest.Example;
import dev.oncegate.replay.Backtest.Fate;
import dev.oncegate.replay.Backtest.Impact;
import dev.oncegate.replay.Backtest.ImpactGroup;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.TreeSet;

/** Tells what a change of the rulebook would do to people, in words and as JSON. */
public final class DifferenceWriter {
  private static final JsonFactory JSON = new JsonFactory();

  private DifferenceWriter() {}

  /**
   * A few lines for people, each with its end.
   *
   * @param explain the command that explains, as far as it is the same for all
   */
  public static String text(Impact difference, String explain) {
    var out = new StringBuilder();
    if (difference.isNone()) {
      out.append("Nothing else goes out than with the baseline.\n");
    }
    for (Fate fate : Fate.values()) {
      out.append("%,12d  %s%n".formatted(difference.count(fate), fate.words()));
    }
    out.append(
        "%,12d  decisions differ, %,d of them in what goes out%n"
            .formatted(difference.differingDecisions(), difference.differingSends()));
    for (ImpactGroup group : difference.people()) {
      out.append(
          "%n%s: %,d %s, by %s (%s)%n"
              .formatted(
                  group.destinationId(),
                  group.count(),
                  group.fate().words(),
                  group.row().address(),
                  String.join(", ", group.cells())));
      out.append("  new row %s%n".formatted(inWords(group.row())));
      group.today().forEach(row -> out.append("  today's row %s%n".formatted(inWords(row))));
      for (Example example : group.examples()) {
        String value = example.value().isEmpty() ? "" : " = " + example.value();
        out.append(
            "  profile %s, computation %s%s: sent %d before, %d now%n"
                .formatted(
                    example.profileId(),
                    example.computationId(),
                    value,
                    example.before(),
                    example.after()));
      }
      Example first = group.examples().getFirst();
      out.append(
          "  look at one: %s --profile %s --computation %s --destination %s%n"
              .formatted(explain, first.profileId(), first.computationId(), group.destinationId()));
    }
    return out.toString();
  }

  private static String inWords(RuleRef row) {
    return row.address() + ": " + row.sentence();
  }

  /**
   * One JSON object: {@code {"gains", "loses", "repeats", "differingDecisions", "differingSends",
   * "destinations": [{"destinationId", "gains", "loses", "repeats"}], "rows": [{"fate",
   * "destinationId", "row", "sentence", "cells", "today": [{"row", "sentence"}], "people",
   * "examples": [{"spaceId", "profileId", "computationId", "value", "before", "after"}]}]}}.
   */
  public static String json(Impact difference) {
    var out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      for (Fate fate : Fate.values()) {
        json.writeNumberField(word(fate), difference.count(fate));
      }
      json.writeNumberField("differingDecisions", difference.differingDecisions());
      json.writeNumberField("differingSends", difference.differingSends());
      json.writeArrayFieldStart("destinations");
      var destinations = new TreeSet<String>();
      difference.people().forEach(group -> destinations.add(group.destinationId()));
      for (String destination : destinations) {
        json.writeStartObject();
        json.writeStringField("destinationId", destination);
        for (Fate fate : Fate.values()) {
          json.writeNumberField(word(fate), difference.count(fate, destination));
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("rows");
      for (ImpactGroup group : difference.people()) {
        write(json, group);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written", e);
    }
    return out.toString();
  }

  private static void write(JsonGenerator json, ImpactGroup group) throws IOException {
    json.writeStartObject();
    json.writeStringField("fate", word(group.fate()));
    json.writeStringField("destinationId", group.destinationId());
    write(json, group.row());
    json.writeArrayFieldStart("cells");
    for (String cell : group.cells()) {
      json.writeString(cell);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("today");
    for (RuleRef row : group.today()) {
      json.writeStartObject();
      write(json, row);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField("people", group.count());
    json.writeArrayFieldStart("examples");
    for (Example example : group.examples()) {
      json.writeStartObject();
      json.writeStringField("spaceId", example.spaceId());
      json.writeStringField("profileId", example.profileId());
      json.writeStringField("computationId", example.computationId());
      json.writeStringField("value", example.value());
      json.writeNumberField("before", example.before());
      json.writeNumberField("after", example.after());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, RuleRef row) throws IOException {
    json.writeStringField("row", row.address());
    json.writeStringField("sentence", row.sentence());
  }

  private static String word(Fate fate) {
    return fate.name().toLowerCase(Locale.ROOT);
  }
}
