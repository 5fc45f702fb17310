package dev.oncegate;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who may know whom. */
class LayeringTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.oncegate");

  @Test
  void theCoreIsPlainJava() {
    classes()
        .that()
        .resideInAPackage("dev.oncegate.core..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.oncegate.core..",
            "java.lang..",
            "java.util..",
            "java.time..",
            "java.math",
            "java.nio",
            "java.nio.charset",
            "java.security",
            "java.text",
            "org.jspecify..")
        .check(OURS);
  }

  @Test
  void theCoreAsksNoClock() {
    noClasses()
        .that()
        .resideInAPackage("dev.oncegate.core..")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .check(OURS);
  }

  @Test
  void theCoreThrowsNoDice() {
    noClasses()
        .that()
        .resideInAPackage("dev.oncegate.core..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Random.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(UUID.class)
        .orShould()
        .callMethod(Math.class, "random")
        .check(OURS);
  }

  @Test
  void updatesKnowNoDecisions() {
    knowsNone("core.update", "core.decide..").check(OURS);
  }

  @Test
  void decisionsKnowNoGroups() {
    knowsNone("core.decide", "core.group..").check(OURS);
  }

  @Test
  void groupsKnowNoEvents() {
    knowsNone("core.group", "core.event..").check(OURS);
  }

  @Test
  void jsonKnowsTheCoreAlone() {
    knowsOnlyOfUs("json", "core..", "json..").check(OURS);
  }

  @Test
  void rulesKnowNoKafkaAndNoPostgres() {
    knowsNone("rules", "kafka..", "postgres..").check(OURS);
  }

  @Test
  void kafkaKnowsNoRulesAndNoPostgres() {
    knowsNone("kafka", "rules..", "postgres..").check(OURS);
  }

  @Test
  void postgresKnowsNoRulesAndNoKafka() {
    knowsNone("postgres", "rules..", "kafka..").check(OURS);
  }

  @Test
  void onlyTheCommandLineKnowsTheCommandLine() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.oncegate.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.oncegate.cli..")
        .check(OURS);
  }

  @Test
  void junitIsForThoseWhoTestTheirTablesAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.oncegate.replay.junit..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.oncegate.replay.junit..", "org.junit..", "org.opentest4j..")
        .check(OURS);
  }

  @Test
  void jpaIsForEntitiesPackagesAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.oncegate.integrations..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "jakarta.persistence..",
            "org.hibernate.orm..",
            "org.hibernate",
            "io.quarkus.hibernate.orm..")
        .check(OURS);
  }

  @Test
  void droolsIsForRulesAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.oncegate.rules..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.drools..", "org.kie..", "org.mvel2..")
        .check(OURS);
  }

  private static ArchRule knowsNone(String who, String... whom) {
    return noClasses()
        .that()
        .resideInAPackage("dev.oncegate." + who + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ours(whom))
        .allowEmptyShould(true);
  }

  private static ArchRule knowsOnlyOfUs(String who, String... whom) {
    return classes()
        .that()
        .resideInAPackage("dev.oncegate." + who + "..")
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.or(
                resideInAnyPackage(ours(whom)), resideOutsideOfPackage("dev.oncegate..")));
  }

  private static String[] ours(String... packages) {
    var names = new String[packages.length];
    for (int i = 0; i < packages.length; i++) {
      names[i] = "dev.oncegate." + packages[i];
    }
    return names;
  }
}
