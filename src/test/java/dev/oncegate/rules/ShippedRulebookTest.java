package dev.oncegate.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.decide.Route;
import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.core.decide.Verdict;
import dev.oncegate.replay.junit.RulebookTest;
import dev.oncegate.rules.CompiledRulebook.RuleSituations;
import dev.oncegate.rules.space.Attribute;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.drools.decisiontable.InputType;
import org.drools.decisiontable.SpreadsheetCompiler;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked // A test that meets null where it expects a value fails, as it should.
class ShippedRulebookTest {
  private static final Path TABLES = Path.of("decision-tables");
  private static final CompiledRulebook SHIPPED = Tables.accepted(RulebookFiles.shipped());

  @RulebookTest(
      tables = "decision-tables",
      cases = "src/test/resources/rules/shipped",
      everyRow = true)
  void everyRowDecidesItsCasesAndNotItsNearMisses() {}

  @Test
  void nothingIsFoundInIt() {
    assertThat(RulebookLoader.load(RulebookFiles.shipped()).findings()).isEmpty();
  }

  @Test
  void itTellsApart288Situations() {
    assertThat(SHIPPED.space().size()).isEqualTo(288);
    assertThat(SHIPPED.coverage()).allSatisfy(row -> assertThat(row.situations()).isPositive());
    assertThat(SHIPPED.coverage().stream().mapToInt(RuleSituations::situations).sum())
        .isEqualTo(288);
  }

  @Test
  void everythingLeavesAlongTheDefaultRoute() {
    for (int index = 0; index < SHIPPED.space().size(); index++) {
      if (SHIPPED.decide(SHIPPED.space().at(index)) instanceof Verdict.Send send) {
        assertThat(send.route()).isEqualTo(Route.DEFAULT);
      }
    }
  }

  @Test
  void withoutTheRowsOfTheTableNothingIsDecidedButWhatTheInvariantsSay() throws Exception {
    var files = new TreeMap<>(RulebookFiles.ofDirectory(TABLES).tables());
    files.put(
        "dedupe.drl.xlsx",
        Workbooks.edit(
            files.get("dedupe.drl.xlsx"),
            sheet -> {
              for (int row = sheet.getLastRowNum(); row >= 10; row--) {
                sheet.removeRow(sheet.getRow(row));
              }
            }));

    var refused = (LoadResult.Refused) RulebookLoader.load(RulebookFiles.of(files));

    var verdicts = refused.verdicts();
    assertThat(refused.problems()).isEmpty();
    for (int index = 0; index < verdicts.space().size(); index++) {
      Verdict verdict = verdicts.of(index);
      boolean invariant =
          verdicts.space().word(index, Attribute.DEDUPED).equals("no")
              && verdicts.space().word(index, Attribute.RELEVANT_ID).equals("no");
      assertThat(verdict == null).isEqualTo(!invariant);
    }
  }

  @Test
  void aDirectoryAndTheJarHoldTheSame() throws Exception {
    assertThat(RulebookFiles.ofDirectory(TABLES).hash()).isEqualTo(RulebookFiles.shipped().hash());
  }

  @Test
  void whatShipsIsAllThatIsInTheDirectories() throws Exception {
    try (var tables = Files.list(TABLES);
        var drl = Files.list(Path.of("src/main/resources/rules"))) {
      assertThat(tables.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(RulebookFiles.SHIPPED_TABLES);
      assertThat(drl.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(RulebookFiles.SHIPPED_DRL);
    }
  }

  @Test
  void theTableSaysInItsTitleThatTheFirstRowWins() throws Exception {
    for (String name : List.of("dedupe.drl.xlsx", "routing.drl.xlsx")) {
      String title = Workbooks.cell(Files.readAllBytes(TABLES.resolve(name)), 0, 0);
      assertThat(title).contains("the first row that holds wins");
    }
  }

  @Test
  void stockDroolsCompilesTheTablesAndFiresTheSameRowFirst() throws Exception {
    // Drools' own reader, its own compiler, the first rule that it fires: none of it is ours.
    var drl =
        new SpreadsheetCompiler()
            .compile(
                new ByteArrayInputStream(Files.readAllBytes(TABLES.resolve("dedupe.drl.xlsx"))),
                InputType.XLS);
    Map<String, RuleRef> byName = new HashMap<>();
    SHIPPED.coverage().forEach(row -> byName.put(row.row().sentence(), row.row()));
    var drools =
        new StockDrools(
            drl,
            new String(
                RulebookFiles.shipped().drl().get("invariants.drl"), StandardCharsets.UTF_8));
    var seen = new TreeSet<String>();

    for (int index = 0; index < SHIPPED.space().size(); index++) {
      RuleRef fired = byName.get(drools.first(SHIPPED.space(), index));
      Verdict verdict = SHIPPED.decide(SHIPPED.space().at(index));
      assertThat(verdict.row()).isEqualTo(fired);
      seen.add(fired.address());
    }
    assertThat(seen).hasSize(11);
  }

  @Test
  void theNearestRowThatDidNotFireIsNamedWithTheCellThatKeptIt() {
    var entered =
        Tables.situation("audience", "value_changed", "yes", "yes", "yes", "no", "no", "no");

    var nearest = SHIPPED.nearMiss(entered);

    assertThat(nearest.row().address()).isEqualTo("dedupe.drl.xlsx!Dedupe!16");
    assertThat(nearest.unmet())
        .singleElement()
        .satisfies(
            unmet -> {
              assertThat(unmet.cell()).isEqualTo("dedupe.drl.xlsx!Dedupe!H16");
              assertThat(unmet.wanted()).containsExactly("yes");
              assertThat(unmet.found()).isEqualTo("no");
            });
  }
}
