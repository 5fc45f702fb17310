package dev.oncegate;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;

/** Who may know whom. */
@AnalyzeClasses(packages = "dev.oncegate", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {

  @ArchTest
  static final ArchRule theCoreIsPlainJava =
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
              "java.nio.charset",
              "java.security",
              "org.jspecify..");

  @ArchTest
  static final ArchRule theCoreAsksNoClock =
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
          .areAssignableTo(Clock.class);

  @ArchTest
  static final ArchRule theCoreThrowsNoDice =
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
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule updatesKnowNoDecisions = knowsNone("core.update", "core.decide..");

  @ArchTest static final ArchRule decisionsKnowNoGroups = knowsNone("core.decide", "core.group..");

  @ArchTest static final ArchRule groupsKnowNoEvents = knowsNone("core.group", "core.event..");

  @ArchTest static final ArchRule jsonKnowsTheCoreAlone = knowsOnlyOfUs("json", "core..", "json..");

  @ArchTest
  static final ArchRule rulesKnowNoKafkaAndNoPostgres = knowsNone("rules", "kafka..", "postgres..");

  @ArchTest
  static final ArchRule kafkaKnowsNoRulesAndNoPostgres =
      knowsNone("kafka", "rules..", "postgres..");

  @ArchTest
  static final ArchRule postgresKnowsNoRulesAndNoKafka =
      knowsNone("postgres", "rules..", "kafka..");

  @ArchTest
  static final ArchRule onlyTheCommandLineKnowsTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.oncegate.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.oncegate.cli..");

  @ArchTest
  static final ArchRule jpaIsForIntegrationsAlone =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.oncegate.integrations..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta.persistence..", "org.hibernate..", "io.quarkus.hibernate..");

  @ArchTest
  static final ArchRule droolsIsForRulesAlone =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.oncegate.rules..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.drools..", "org.kie..", "org.mvel2..");

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
