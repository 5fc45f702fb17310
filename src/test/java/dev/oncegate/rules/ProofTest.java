package dev.oncegate.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncegate.core.decide.RuleRef;
import dev.oncegate.rules.proof.RulebookFinding;
import dev.oncegate.rules.proof.RulebookFinding.Kind;
import dev.oncegate.rules.space.Attribute;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked
class ProofTest {

  @Test
  void nothingIsFoundInTheTree() {
    assertThat(Tables.load(Tables.TREE).findings()).isEmpty();
  }

  @Test
  void aRowTakenOutIsAGapInTheSituationsThatItAnswered() {
    LoadResult load = Tables.load(Tables.without(8));

    assertThat(load).isInstanceOf(LoadResult.Refused.class);
    RulebookFinding gap = only(load);
    assertThat(gap.kind()).isEqualTo(Kind.GAP);
    assertThat(gap.address()).isEqualTo("dedupe.drl.csv!dedupe!A18");
    assertThat(gap.sentence())
        .isEqualTo(
            "no row answers when trigger = profile_merge and member = yes and deduped = yes"
                + " and relevantId = yes and mergedMember = no and alreadySent = no");
    assertThat(gap.situations()).isEqualTo(4);
    assertThat(gap.witness()).containsEntry(Attribute.TRIGGER, "profile_merge");
  }

  @Test
  void aRouteThatNoRowGivesIsAGapOnlyForWhatIsSent() {
    LoadResult load =
        RulebookLoader.load(
            Tables.files(
                Tables.TREE, List.of("computation=audience -> default"), Tables.NO_PROPERTIES));

    assertThat(load.findings())
        .allSatisfy(gap -> assertThat(gap.address()).isEqualTo("routing.drl.csv!routing!A10"));
    assertThat(load.findings().stream().mapToInt(RulebookFinding::situations).sum()).isEqualTo(45);
  }

  @Test
  void aCopyOfARowIsDeadAndTheRowItselfIsNot() {
    RulebookFinding dead = only(Tables.load(Tables.with(6, Tables.TREE.get(5))));

    assertThat(dead.kind()).isEqualTo(Kind.DEAD);
    assertThat(dead.address()).isEqualTo("dedupe.drl.csv!dedupe!A15");
    assertThat(dead.rows())
        .extracting(RuleRef::address)
        .containsExactly("dedupe.drl.csv!dedupe!15", "dedupe.drl.csv!dedupe!14");
    assertThat(dead.sentence()).contains("dedupe.drl.csv!dedupe!14").contains("wherever it holds");
  }

  @Test
  void aRowInTheShadowOfAnotherIsDead() {
    RulebookFinding dead =
        only(
            Tables.load(
                Tables.with(2, "deduped=yes;member=no;trigger=value_changed -> DROP left")));

    assertThat(dead.kind()).isEqualTo(Kind.DEAD);
    assertThat(dead.address()).isEqualTo("dedupe.drl.csv!dedupe!A11");
    assertThat(dead.witness()).containsEntry(Attribute.MEMBER, "no");
  }

  @Test
  void aRowThatSaysOtherwiseAboveAnotherOneKillsIt() {
    LoadResult load = Tables.load(Tables.with(5, "deduped=yes;alreadySent=yes -> DROP seen"));

    assertThat(only(load).address()).isEqualTo("dedupe.drl.csv!dedupe!A15");
    assertThat(load).isInstanceOf(LoadResult.Accepted.class);
  }

  @Test
  void aRowForEverythingAtTheTopKillsEveryRowBelow() {
    LoadResult load = Tables.load(Tables.with(0, " -> DROP closed"));

    assertThat(load.findings())
        .hasSize(11)
        .allSatisfy(finding -> assertThat(finding.kind()).isEqualTo(Kind.DEAD));
    assertThat(load.findings().subList(0, 10))
        .allSatisfy(
            finding ->
                assertThat(finding.rows().get(1).address()).isEqualTo("dedupe.drl.csv!dedupe!9"));
    assertThat(load.findings().getLast().sentence())
        .contains("nothing that is sent meets its conditions");
  }

  @Test
  void aRowThatNoSituationMeetsIsDeadWithoutAWitness() {
    RulebookFinding dead =
        only(Tables.load(Tables.with(0, "trigger=value_changed;newIdRelevant=yes -> DROP odd")));

    assertThat(dead.kind()).isEqualTo(Kind.DEAD);
    assertThat(dead.witness()).isNull();
    assertThat(dead.sentence()).contains("no situation that can occur");
  }

  @Test
  void aRowThatSaysWhatTheNextOneSaysIsRedundant() {
    RulebookFinding redundant =
        only(Tables.load(Tables.with(9, "deduped=no;trigger=unknown -> SEND ALL not_deduped")));

    assertThat(redundant.kind()).isEqualTo(Kind.REDUNDANT);
    assertThat(redundant.address()).isEqualTo("dedupe.drl.csv!dedupe!A18");
    assertThat(redundant.rows())
        .extracting(RuleRef::address)
        .containsExactly("dedupe.drl.csv!dedupe!18", "dedupe.drl.csv!dedupe!19");
  }

  @Test
  void rowsInAnotherOrderThatMeansTheSameAreNotFound() {
    var rules = new ArrayList<>(Tables.TREE);
    Collections.swap(rules, 6, 7);

    assertThat(Tables.load(rules).findings()).isEmpty();
  }

  @Test
  void twoTablesThatDisagreeAreAConflict() {
    LoadResult load =
        RulebookLoader.load(
            Tables.files(
                Map.of(
                    Tables.DEDUPE,
                    Tables.decide(Tables.TREE),
                    "vip.drl.csv",
                    Tables.decideAs("VIP", List.of("tier=business;deduped=no -> SEND ALL vip")),
                    Tables.ROUTING,
                    Tables.route(Tables.DEFAULT_ROUTE),
                    "safety.yaml",
                    Tables.NO_PROPERTIES)));

    assertThat(load).isInstanceOf(LoadResult.Refused.class);
    RulebookFinding conflict = only(load);
    assertThat(conflict.kind()).isEqualTo(Kind.CONFLICT);
    assertThat(conflict.address()).isEqualTo("vip.drl.csv!vip!M9");
    assertThat(conflict.sentence()).contains("dedupe.drl.csv!dedupe!M18");
    assertThat(conflict.witness()).containsEntry(Attribute.TIER, "business");
    assertThat(conflict.situations()).isEqualTo(48);
  }

  @Test
  void twoTablesThatAgreeAreNoConflict() {
    LoadResult load =
        RulebookLoader.load(
            Tables.files(
                Map.of(
                    Tables.DEDUPE,
                    Tables.decide(Tables.TREE.subList(0, 9)),
                    "rest.drl.csv",
                    Tables.decideAs("Rest", Tables.TREE.subList(9, 10)),
                    Tables.ROUTING,
                    Tables.route(Tables.DEFAULT_ROUTE),
                    "safety.yaml",
                    Tables.NO_PROPERTIES)));

    assertThat(load).isInstanceOf(LoadResult.Accepted.class);
    assertThat(load.findings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "An exit never reaches a deduped destination|deduped=yes;member=no -> SEND LATEST exited",
        "A message already sent is never sent again|deduped=yes;member=yes;relevantId=yes;alreadySent=yes -> SEND LATEST again",
        "An unknown trigger is never sent to a deduped destination|deduped=yes;member=yes;relevantId=yes;alreadySent=no;trigger=unknown -> SEND LATEST why_not",
        "A destination that is not deduped never loses an update that has an id|deduped=no;member=no -> DROP exited",
        "Nothing is sent where there is no id to send to|deduped=yes;member=yes;alreadySent=no;relevantId=no;trigger=value_changed -> SEND ALL nobody"
      })
  void aBrokenSafetyPropertyIsFoundWithItsRow(String sentence, String row) throws Exception {
    String shipped = Files.readString(Path.of("decision-tables/safety.yaml"));

    LoadResult load =
        RulebookLoader.load(Tables.files(Tables.with(0, row), Tables.DEFAULT_ROUTE, shipped));

    assertThat(load).isInstanceOf(LoadResult.Refused.class);
    assertThat(load.findings())
        .filteredOn(
            finding ->
                finding.kind() == Kind.BROKEN_SAFETY && finding.sentence().contains(sentence))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.address()).isEqualTo("dedupe.drl.csv!dedupe!M9");
              assertThat(finding.witness()).isNotNull();
              assertThat(finding.rows())
                  .extracting(RuleRef::address)
                  .containsExactly("dedupe.drl.csv!dedupe!9");
            });
  }

  @Test
  void theSpaceHasTheWordsThatTablesNameAndAnyOther() {
    CompiledRulebook rulebook =
        Tables.accepted(
            Tables.files(
                Tables.with(
                    0, "deduped=no;destinationType=webhook, warehouse;tier=free -> SEND ALL free"),
                Tables.DEFAULT_ROUTE,
                Tables.NO_PROPERTIES));

    assertThat(rulebook.space().values(Attribute.DESTINATION_TYPE))
        .containsExactly("warehouse", "webhook", "any other");
    assertThat(rulebook.space().size()).isEqualTo(288 * 3 * 2);
    assertThat(reason(rulebook, "warehouse", "free")).isEqualTo("free");
    assertThat(reason(rulebook, "warehouse", "business")).isEqualTo("not_deduped");
    assertThat(reason(rulebook, "sendgrid", "free")).isEqualTo("not_deduped");
  }

  private static String reason(CompiledRulebook rulebook, String destinationType, String tier) {
    var situation =
        Tables.situation(
            "audience",
            "value_changed",
            "yes",
            "no",
            "yes",
            "no",
            "no",
            "no",
            destinationType,
            "spa_9",
            tier);
    return rulebook.decide(situation).reason().word();
  }

  @Test
  void aSpaceOverTheLimitIsRefusedWithTheColumnsThatBlowItUp() {
    var files =
        Tables.files(
            Tables.with(0, "destinationType=a, b, c;tier=x -> DROP no"),
            Tables.DEFAULT_ROUTE,
            Tables.NO_PROPERTIES);

    var refused = (LoadResult.Refused) RulebookLoader.load(files, 2_000, RulebookLoader.TOPIC);

    assertThat(refused.problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.sentence())
                    .contains("2304 situations")
                    .contains("limit of 2000")
                    .contains("`destinationType` with 3 words (dedupe.drl.csv!dedupe!J8")
                    .contains("`tier` with 1 words"));
  }

  private static RulebookFinding only(LoadResult load) {
    assertThat(load.findings()).hasSize(1);
    return load.findings().getFirst();
  }
}
