package dev.oncegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oncegate.rules.RulebookFiles;
import dev.oncegate.rules.Tables;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@NullUnmarked
class RulebookCommandsTest {
  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Object... words) {
    CommandLine line = Oncegate.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(List.of(words).stream().map(Object::toString).toArray(String[]::new));
  }

  private Path tables(String name, List<String> rules) throws IOException {
    Path tables = Files.createDirectory(directory.resolve(name));
    Files.writeString(tables.resolve(Tables.DEDUPE), Tables.decide(rules));
    Files.writeString(tables.resolve(Tables.ROUTING), Tables.route(Tables.DEFAULT_ROUTE));
    Files.write(tables.resolve("safety.yaml"), RulebookFiles.shipped().tables().get("safety.yaml"));
    return tables;
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out.toString());
  }

  @Test
  void checkFindsNothingInTheShippedTables() {
    assertThat(run("check")).isZero();
    assertThat(out.toString()).contains("every one of 288 situations is decided, nothing found");
  }

  @Test
  void checkNamesAFindingWithItsCellAndAWitness() throws Exception {
    Path tables = tables("t", Tables.with(6, Tables.TREE.get(5)));

    assertThat(run("check", "--tables", tables)).isEqualTo(1);
    assertThat(out.toString())
        .contains("dead row at dedupe.drl.csv!dedupe!A15")
        .contains("for example: computation = audience, trigger = value_changed");
  }

  @Test
  void checkNamesARefusedRulebook() throws Exception {
    assertThat(run("check", "--tables", tables("t", Tables.without(1)))).isEqualTo(1);
    assertThat(out.toString()).contains("breaks \"An exit never reaches").contains("is refused");
  }

  @Test
  void checkNamesEveryProblemOfTablesThatCannotBeRead() throws Exception {
    Path tables = tables("t", List.of("trigger=unknwn -> DROP x", "member=maybe -> DROP x"));

    assertThat(run("check", "--tables", tables)).isEqualTo(2);
    assertThat(out.toString())
        .contains("dedupe.drl.csv!dedupe!C9: `unknwn` is no trigger: did you mean `unknown`?")
        .contains("dedupe.drl.csv!dedupe!D10: `maybe` is no member: known are yes, no");
  }

  @Test
  void checkSaysWhenThereIsNoDirectory() {
    assertThat(run("check", "--tables", directory.resolve("none"))).isEqualTo(2);
    assertThat(err.toString()).contains("cannot read the directory").doesNotContain("Exception");
    assertThat(run("check", "--tables", directory)).isEqualTo(2);
  }

  @Test
  void checkSaysTheSameAsJson() throws Exception {
    Path tables = tables("t", Tables.with(6, Tables.TREE.get(5)));

    assertThat(run("check", "--json", "--tables", tables)).isEqualTo(1);
    JsonNode json = json();
    assertThat(json.get("accepted").asBoolean()).isTrue();
    assertThat(json.get("situations").asInt()).isEqualTo(288);
    JsonNode finding = json.get("findings").get(0);
    assertThat(finding.get("kind").asText()).isEqualTo("dead_row");
    assertThat(finding.get("file").asText()).isEqualTo("dedupe.drl.csv");
    assertThat(finding.get("sheet").asText()).isEqualTo("dedupe");
    assertThat(finding.get("cell").asText()).isEqualTo("A15");
    assertThat(finding.get("witness").get("alreadySent").asText()).isEqualTo("yes");
    assertThat(finding.get("rows").get(1).get("row").asText())
        .isEqualTo("dedupe.drl.csv!dedupe!14");
  }

  @Test
  void checkWarnsOfWordsThatNothingHasAndFindsNoFault() throws Exception {
    Path tables = tables("t", Tables.with(0, "deduped=yes;destinationType=SendGrid -> PARK x"));
    Path config = RecordingOnDisk.integrations(directory);

    assertThat(run("check", "--tables", tables, "--config", config)).isZero();
    assertThat(out.toString())
        .startsWith("warning at dedupe.drl.csv!dedupe!J9\n")
        .contains("no destination has the type `SendGrid`: did you mean `sendgrid`?")
        .contains("nothing found");

    out.getBuffer().setLength(0);
    assertThat(run("check", "--json", "--tables", tables, "--config", config)).isZero();
    JsonNode warning = json().get("warnings").get(0);
    assertThat(warning.get("cell").asText()).isEqualTo("J9");
    assertThat(warning.get("sentence").asText()).contains("did you mean `sendgrid`?");
    assertThat(json().get("findings")).isEmpty();

    assertThat(run("check", "--config", directory.resolve("none"))).isEqualTo(2);
    assertThat(err.toString()).contains("there is no such file");
  }

  @Test
  void diffFindsNothingBetweenEqualTables() throws Exception {
    Path tables = tables("t", Tables.TREE);

    assertThat(run("diff", "--baseline", tables, "--tables", "decision-tables")).isZero();
    assertThat(out.toString()).contains("no difference in any of 288 situations");
  }

  @Test
  void diffGroupsWhatChangesUnderShortConditions() throws Exception {
    Path before = tables("before", Tables.TREE);
    Path after = tables("after", Tables.without(2));

    assertThat(run("diff", "--baseline", before, "--tables", after)).isEqualTo(1);
    assertThat(out.toString())
        .contains("DROP irrelevant_new_id → SEND LATEST new_relevant_id, 4 situations")
        .contains("before: dedupe.drl.csv!dedupe!11");
  }

  @Test
  void diffSaysTheSameAsJson() throws Exception {
    Path before = tables("before", Tables.TREE);
    Path after =
        tables("after", Tables.with(0, "deduped=yes;destinationType=webhook -> DROP paused"));

    assertThat(run("diff", "--json", "--baseline", before, "--tables", after)).isEqualTo(1);
    JsonNode json = json();
    assertThat(json.get("situations").asInt()).isEqualTo(576);
    assertThat(json.get("space").get("destinationType").toString())
        .isEqualTo("[\"webhook\",\"any other\"]");
    int sum = 0;
    for (JsonNode group : json.get("groups")) {
      assertThat(group.get("when").get("destinationType").toString()).isEqualTo("[\"webhook\"]");
      assertThat(group.get("after").get("reason").asText()).isEqualTo("paused");
      sum += group.get("situations").asInt();
    }
    assertThat(sum).isEqualTo(192).isEqualTo(json.get("changed").asInt());
  }

  @Test
  void diffOfARulebookThatWouldBeRefusedForAGapSaysSoAndIsExact() throws Exception {
    Path before = tables("before", Tables.TREE);
    Path after = tables("after", Tables.without(8));

    assertThat(run("diff", "--baseline", before, "--tables", after)).isEqualTo(1);
    assertThat(out.toString())
        .startsWith(after + ": the rulebook is refused\n")
        .contains(": gap: no row answers when ")
        .contains("SEND LATEST merge_of_non_members → no answer, 4 situations");
  }

  @Test
  void diffOfTablesWhoseRowsConflictNamesThemAndComparesNothing() throws Exception {
    Path before = tables("before", Tables.TREE);
    for (String name : List.of("aaa.drl.csv", "zzz.drl.csv")) {
      Path after = tables("with-" + name, Tables.TREE);
      Files.writeString(
          after.resolve(name), Tables.decide(List.of("deduped=yes;member=no -> PARK other")));
      for (var sides : List.of(List.of(before, after), List.of(after, before))) {
        out.getBuffer().setLength(0);
        Object[] call = {"diff", "--baseline", sides.get(0), "--tables", sides.get(1)};
        assertThat(run(call)).isEqualTo(1);
        assertThat(out.toString())
            .startsWith(after + ": the rulebook is refused\n")
            .contains(": conflict: says ")
            .contains("not compared")
            .doesNotContain("differ", "no difference");
      }
      out.getBuffer().setLength(0);
      assertThat(run("diff", "--json", "--baseline", before, "--tables", after)).isEqualTo(1);
      assertThat(json().get("refused").get("tables").get(0).get("kind").asText())
          .isEqualTo("conflict");
      assertThat(json().has("groups")).isFalse();
    }
  }

  @Test
  void diffSaysThatABaselineAsBadAsTheTablesWouldBeRefused() throws Exception {
    Path bad = tables("bad", Tables.without(8));

    assertThat(run("diff", "--baseline", bad, "--tables", bad)).isEqualTo(1);
    assertThat(out.toString()).contains("is refused").contains("no difference in any");
  }

  @Test
  void diffNeedsTablesThatCanBeRead() throws Exception {
    Path bad = tables("bad", List.of("trigger=unknwn -> DROP x"));

    assertThat(run("diff", "--baseline", bad, "--tables", "decision-tables")).isEqualTo(2);
    assertThat(err.toString()).contains("did you mean `unknown`?");
  }

  @Test
  void checkNamesTheFilesThatArePassedOverWhenAskedTo() throws Exception {
    Path tables = tables("t", Tables.TREE);
    Files.writeString(tables.resolve("Thumbs.db"), "x");

    assertThat(run("check", "--tables", tables)).isZero();
    assertThat(out.toString()).doesNotContain("Thumbs.db");
    assertThat(run("check", "--verbose", "--tables", tables)).isZero();
    assertThat(out.toString()).contains("passed over: Thumbs.db");
  }
}
