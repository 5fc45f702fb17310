package dev.oncegate.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.oncegate.core.update.CodePoints;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words for what is wrong, short enough for a header or a log line. */
final class FaultText {
  private static final int LONGEST_QUOTE = 60;

  /** The first thing in the parser's sentence that is of the text. */
  private static final Pattern QUOTED = Pattern.compile("'(.+?)'(?=[ ):]|$)");

  private FaultText() {}

  static String quote(String text) {
    String shown = CodePoints.oneLine(CodePoints.cut(text, LONGEST_QUOTE));
    return "\"" + CodePoints.cut(shown, LONGEST_QUOTE) + "\"";
  }

  /** What is wrong with a text that is no JSON, in our own words and without the place. */
  static String problem(JsonProcessingException e) {
    // The parser says it only in a sentence, which speaks of its classes and settings.
    String said = e.getOriginalMessage();
    Matcher quoted = QUOTED.matcher(said);
    String word = quoted.find() ? quote(quoted.group(1)) : "something";
    return switch (e) {
      case JsonEOFException _ -> "it ends early";
      case StreamConstraintsException _ ->
          said.contains("nesting") ? "it is nested too deeply" : "a number or a name is too long";
      case JsonProcessingException _ when said.startsWith("Duplicate") ->
          "the field " + word + " is there twice";
      case JsonProcessingException _ when said.startsWith("Trailing") ->
          "something stands after the value";
      case JsonProcessingException _ when said.startsWith("Unrecognized token") ->
          word + " is no value; texts stand in double quotes";
      case JsonProcessingException _ when said.contains("UTF-8") -> "it is not UTF-8";
      case JsonProcessingException _ when said.contains("CTRL-CHAR") ->
          "a control character or a line's end stands where none may";
      case JsonProcessingException _ when said.contains("eading zero") ->
          "a number begins with a zero";
      case JsonProcessingException _ when said.contains("('/'") || said.contains("('#'") ->
          "comments are no JSON";
      case JsonProcessingException _ when said.startsWith("Non-standard token") ->
          word + " is no number";
      case JsonProcessingException _ when said.contains("escape") ->
          "a text has an escape that JSON does not have";
      case JsonProcessingException _ when said.startsWith("Unexpected character") ->
          word + " is not expected";
      default -> "something is not as JSON has it";
    };
  }

  static String of(JsonProcessingException e) {
    String problem = problem(e);
    return e.getLocation() == null
        ? problem
        : problem + " at byte " + e.getLocation().getByteOffset();
  }
}
