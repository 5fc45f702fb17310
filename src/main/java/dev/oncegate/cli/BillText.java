package dev.oncegate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** A bill, for people. */
final class BillText {
  private BillText() {}

  static void print(JsonNode bill, PrintWriter out) {
    out.println("since " + bill.path("since").asText());
    out.println("held back by the dedupe flow, which the legacy flow would send:");
    printTallies(bill, "heldBack", out);
    out.println("sent by the legacy flow:");
    printTallies(bill, "sentByLegacy", out);
    out.println("of that, to somebody who had it before:");
    printTallies(bill, "repeats", out);
    for (JsonNode line : bill.path("destinations")) {
      printBound(
          line.path("maybeRepeats").asLong(),
          "updates more to " + line.path("destinationId").asText() + " may be repeats",
          out);
    }
    printBound(bill.path("decisionsNotKept").asLong(), "decisions more are not kept", out);
    printBound(bill.path("eventsNotKept").asLong(), "events more are not kept", out);
    printBound(
        bill.path("uncounted").asLong(),
        "decisions more may be held back: they do not say how many external ids there were",
        out);
    printBound(bill.path("unreadable").asLong(), "records could not be read", out);
    if (!bill.path("allPeople").asBoolean()) {
      out.println("there are more people than these, too many to tell apart");
    }
    out.flush();
  }

  private static void printTallies(JsonNode bill, String name, PrintWriter out) {
    boolean none = true;
    for (JsonNode line : bill.path("destinations")) {
      JsonNode tally = line.path(name);
      if (tally.path("updates").asLong() > 0) {
        none = false;
        out.printf(
            "  %-24s  %,d updates, %,d events, %,d people%n",
            line.path("destinationId").asText(),
            tally.path("updates").asLong(),
            tally.path("events").asLong(),
            tally.path("people").asLong());
      }
    }
    if (none) {
      out.println("  nothing");
    }
  }

  private static void printBound(long count, String what, PrintWriter out) {
    if (count > 0) {
      out.printf("up to %,d %s%n", count, what);
    }
  }
}
