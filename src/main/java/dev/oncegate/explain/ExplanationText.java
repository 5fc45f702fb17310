package dev.oncegate.explain;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** An explanation as text, for people. */
public final class ExplanationText {
  private final PrintWriter out;

  public ExplanationText(PrintWriter out) {
    this.out = out;
  }

  public void print(Explanation it) {
    out.println(it.profileId() + " in " + it.computationId() + " of space " + it.spaceId());
    if (!it.lineage().isEmpty()) {
      out.println("one with " + String.join(", ", it.lineage()));
    }
    String update = "";
    @Nullable String rulebook = null;
    for (Explanation.ExplanationStep step : it.steps()) {
      if (!step.rulebook().equals(rulebook)) {
        out.println();
        out.println((rulebook == null ? "rulebook " : "from here on rulebook ") + step.rulebook());
        rulebook = step.rulebook();
      }
      String current = step.messageId() + "  " + step.profileId() + "  " + step.at();
      if (!current.equals(update)) {
        out.println();
        out.println(current + "  (" + step.where() + ")");
        update = current;
      }
      print(step);
    }
    if (it.steps().isEmpty()) {
      out.println();
      out.println("nothing was decided");
    }
    out.println();
    out.println("the ledger in the end");
    if (it.ledger().isEmpty()) {
      out.println("  nothing was sent");
    }
    for (Explanation.ExplanationEntry entry : it.ledger()) {
      out.println("  " + entry.destinationId() + ": " + inWords(entry));
    }
  }

  private void print(Explanation.ExplanationStep step) {
    var to = new StringJoiner(", ", " to ", "").setEmptyValue("");
    step.ids().forEach(id -> to.add(id.type() + " " + id.id()));
    String route = step.route();
    out.println(
        "  "
            + step.destinationId()
            + ": "
            + step.action()
            + " "
            + step.reason()
            + to
            + (route == null ? "" : ", route " + route));
    String sentence = step.sentence();
    out.println("    by " + step.row() + (sentence == null ? "" : ": " + sentence));
    if (step.situation() != null) {
      out.println("    since " + step.situation());
    }
    Explanation.NearMiss near = step.nearMiss();
    if (near != null || sentence != null) {
      nearest(near).forEach(line -> out.println("    " + line));
    } else {
      out.println("    its rulebook is not kept here, so that the nearest row is not known");
    }
    List<Explanation.ExplanationEntry> before = step.before();
    if (before != null) {
      before.forEach(entry -> out.println("    the ledger said: " + inWords(entry)));
    }
  }

  /**
   * The row that would answer if the cells named were met, line by line.
   *
   * @param near null where there is none
   */
  public static List<String> nearest(Explanation.@Nullable NearMiss near) {
    if (near == null) {
      return List.of(
          "no other row would answer, were cells of its own met and nothing else changed");
    }
    var lines = new ArrayList<String>();
    lines.add("nearly " + near.row() + ", which says " + near.statement());
    for (Explanation.Unmet unmet : near.unmet()) {
      lines.add(
          "  but %s is %s, not %s (%s)"
              .formatted(
                  unmet.attribute(),
                  unmet.found(),
                  String.join(" or ", unmet.wanted()),
                  unmet.cell()));
    }
    return lines;
  }

  private static String inWords(Explanation.ExplanationEntry entry) {
    var text = new StringBuilder("sent");
    if (entry.address() != null) {
      text.append(" to ").append(entry.address());
    }
    if (!entry.value().isEmpty()) {
      text.append(" with value ").append(entry.value());
    }
    text.append(", computed at ").append(entry.computedAt());
    if (entry.leftSince()) {
      text.append(", left since");
    }
    if (!entry.messageId().isEmpty()) {
      text.append("; written by ").append(entry.messageId());
      text.append(" of ").append(entry.profileId());
    }
    if (entry.where() != null) {
      text.append(" at ").append(entry.where());
    }
    return text.toString();
  }
}
