package dev.oncegate.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Oncegate with one thing at a time made larger, which its cost must not depend on, or switched on,
 * whose cost is to be known.
 */
final class Circumstances {
  private static final int MANY_DESTINATIONS = 100_000;
  private static final int FEW_DESTINATIONS = 10;
  private static final int SMALL_LEDGER = 1_000;
  private static final int ROWS = 2_000;

  private Circumstances() {}

  /** As it ships first, then each that is to be held against that. */
  static List<Oncegate> of(Plan plan) throws IOException {
    var found = new ArrayList<Oncegate>();
    found.add(named("as it ships", OptionalInt.empty(), Oncegate.AS_CONFIGURED, Optional.empty()));
    found.add(named("one lane", OptionalInt.of(1), Oncegate.AS_CONFIGURED, Optional.empty()));
    for (long rows : plan.ledgerRows()) {
      var content = new Databases.Content("ledger_" + rows, Oncegate.sql(FEW_DESTINATIONS, rows));
      found.add(
          named(
              "ledger of %,d rows".formatted(rows),
              OptionalInt.empty(),
              content,
              Optional.empty()));
    }
    var elsewhere =
        new Databases.Content("elsewhere", Oncegate.sql(MANY_DESTINATIONS, SMALL_LEDGER));
    found.add(
        named(
            "%,d destinations elsewhere".formatted(MANY_DESTINATIONS),
            OptionalInt.empty(),
            elsewhere,
            Optional.empty()));
    found.add(
        named(
            "routing table of %,d rows".formatted(ROWS),
            OptionalInt.empty(),
            Oncegate.AS_CONFIGURED,
            Optional.of(RoutingTable.write(plan.directory().resolve("tables"), ROWS))));
    for (int percent : List.of(1, 100)) {
      String sql = "insert into flag values ('compare', '%d');".formatted(percent);
      found.add(
          named(
              "both flows compared, %d %%".formatted(percent),
              OptionalInt.empty(),
              new Databases.Content(
                  "compare_" + percent, Oncegate.sql(FEW_DESTINATIONS, SMALL_LEDGER) + sql),
              Optional.empty()));
    }
    return found;
  }

  private static Oncegate named(
      String name, OptionalInt lanes, Databases.Content content, Optional<Path> tables) {
    return new Oncegate(name, name, /* decisionLog= */ false, lanes, content, tables);
  }
}
