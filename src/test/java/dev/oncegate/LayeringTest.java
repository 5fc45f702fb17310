package dev.oncegate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.PackageMatchers;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Who may know whom. Each package has a row, and each row has a package: a package that is new or
 * renamed fails the test until its row says what it may know.
 */
class LayeringTest {
  private static final String OURS = "dev.oncegate.";

  // Names that several rows have, so that to rename a package is to change one line here.
  private static final String AUDIT = "audit";
  private static final String CODEC = "codec";
  private static final String REST = "rest";
  private static final String APP = "app";

  private static final Set<String> CORE =
      Set.of("core", "core.update", "core.decide", "core.group", "core.event", "core.compare");
  private static final Set<String> RULES =
      Set.of(
          "rules",
          "rules.engine",
          "rules.proof",
          "rules.sheet",
          "rules.space",
          "rules.store",
          "rules.table");

  /** For each of our packages, the others of ours that it may know. */
  private static final Map<String, Set<String>> MAY_KNOW =
      Map.ofEntries(
          entry("core", CORE),
          entry("core.update", Set.of()),
          entry("core.decide", Set.of("core.update")),
          entry("core.group", Set.of("core.update", "core.decide")),
          entry("core.event", Set.of("core.update", "core.decide", "core.group")),
          entry("core.compare", CORE),
          entry(CODEC, CORE),
          entry(CODEC + ".redact", and(CORE, CODEC)),
          entry("rules", and(CORE, RULES)),
          entry("rules.space", CORE),
          entry("rules.store", Set.of()),
          entry("rules.sheet", CORE),
          entry("rules.table", and(CORE, "rules.sheet", "rules.space")),
          entry("rules.engine", and(CORE, "rules.sheet", "rules.space", "rules.table")),
          entry(
              "rules.proof",
              and(CORE, "rules.sheet", "rules.space", "rules.table", "rules.engine")),
          entry(AUDIT, CORE),
          entry("identity", and(CORE, CODEC, AUDIT)),
          entry("security", and(CORE, CODEC, AUDIT, "postgres")),
          entry("integrations", and(CORE, AUDIT, "postgres", "security")),
          entry("pipeline", and(CORE, CODEC, "identity")),
          entry("rollout", and(CORE, AUDIT, CODEC, "pipeline", "postgres", "rules.store")),
          entry("kafka", and(CORE, CODEC, "pipeline")),
          entry("postgres", and(CORE, AUDIT, "pipeline", "rules.store")),
          entry("replay", and(CORE, CODEC)),
          entry("replay.report", and(CORE, "replay", "rules", "rules.proof")),
          entry("replay.junit", and(and(CORE, RULES), CODEC, "replay")),
          entry("explain", and(CORE, CODEC, "rules", "rules.space", "replay", "kafka", "postgres")),
          entry(
              REST,
              and(
                  and(CORE, RULES),
                  AUDIT,
                  CODEC,
                  "explain",
                  "identity",
                  "integrations",
                  "pipeline",
                  "replay",
                  "rollout",
                  "security")),
          entry(
              "cli",
              and(
                  and(CORE, RULES),
                  AUDIT,
                  CODEC,
                  CODEC + ".redact",
                  "explain",
                  "kafka",
                  "pipeline",
                  "postgres",
                  "replay",
                  "replay.report",
                  "rollout",
                  "security")),
          entry(
              APP,
              and(
                  and(CORE, RULES),
                  AUDIT,
                  CODEC,
                  "explain",
                  "identity",
                  "integrations",
                  "kafka",
                  "pipeline",
                  "postgres",
                  "rollout",
                  "security",
                  REST)));

  /** Which packages may know a library; all other packages may not. */
  private static final List<Library> LIBRARIES =
      List.of(
          new Library(Set.of("rules.engine"), "org.drools..", "org.kie..", "org.mvel2.."),
          new Library(Set.of("kafka", "cli", APP), "org.apache.kafka.."),
          new Library(
              Set.of(
                  AUDIT, "postgres", "identity", "integrations", "rollout", "security", "cli", APP),
              "java.sql..",
              "javax.sql..",
              "org.postgresql..",
              "org.flywaydb.."),
          new Library(Set.of(REST), "jakarta.ws.rs..", "org.jboss.resteasy.."),
          new Library(
              Set.of(AUDIT, "integrations", "rollout"),
              "jakarta.persistence..",
              "org.hibernate",
              "org.hibernate.exception.."),
          new Library(Set.of("rollout"), "dev.openfeature.."),
          new Library(
              Set.of("security"),
              "io.quarkus.oidc..",
              "org.eclipse.microprofile.jwt..",
              "org.jose4j..",
              "jakarta.json.."),
          new Library(Set.of("cli"), "picocli.."),
          new Library(Set.of("replay"), "com.github.luben.zstd..", "org.h2.."),
          new Library(Set.of("replay.report"), "io.quarkus.qute.."),
          // Who tests tables of his own brings JUnit along; the service has none.
          new Library(Set.of("replay.junit"), "org.junit..", "org.opentest4j.."));

  /** Classes that know what their package may not. None may be added. */
  private static final Set<String> STILL_KNOW_MORE = Set.of("kafka.MessageFailure");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.oncegate");

  private record Library(Set<String> users, PackageMatchers packages) {
    Library(Set<String> users, String... packages) {
      this(users, PackageMatchers.of(packages));
    }
  }

  @TestFactory
  Stream<DynamicTest> aPackageKnowsOnlyWhatItsRowSays() {
    return MAY_KNOW.keySet().stream()
        .sorted()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      var forbidden = new ArrayList<String>();
                      for (JavaClass it : CLASSES) {
                        if (nameOf(it.getPackageName()).equals(name)
                            && !STILL_KNOW_MORE.contains(fileOf(it))) {
                          forbidden.addAll(forbidden(it));
                        }
                      }
                      assertThat(forbidden).isEmpty();
                    }));
  }

  @Test
  void eachPackageHasARowAndEachRowAPackage() {
    var packages = new TreeSet<String>();
    CLASSES.forEach(it -> packages.add(nameOf(it.getPackageName())));
    assertThat(MAY_KNOW.keySet()).containsExactlyInAnyOrderElementsOf(packages);
    MAY_KNOW.forEach((_, known) -> assertThat(packages).containsAll(known));
    LIBRARIES.forEach(library -> assertThat(packages).containsAll(library.users()));
  }

  @Test
  void eachPackageSaysWhatItIsFor() {
    for (String name : MAY_KNOW.keySet()) {
      assertThat(CLASSES.contain(OURS + name + ".package-info")).as(name).isTrue();
    }
  }

  @Test
  void noClassIsAnExceptionWithoutNeed() {
    var needed = new TreeSet<String>();
    for (JavaClass it : CLASSES) {
      if (!forbidden(it).isEmpty()) {
        needed.add(fileOf(it));
      }
    }
    assertThat(needed).containsAll(STILL_KNOW_MORE);
  }

  @Test
  void aSimpleNameIsUsedOnce() {
    var names = new HashSet<String>();
    var twice = new TreeSet<String>();
    for (JavaClass it : CLASSES) {
      String name = it.getSimpleName();
      boolean isNamed = !it.isAnonymousClass() && !name.equals("package-info");
      if (isNamed && !names.add(name)) {
        twice.add(name);
      }
    }
    assertThat(twice).isEmpty();
  }

  @Test
  void packagesMakeNoCircle() {
    slices().matching("dev.oncegate.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

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
        .check(CLASSES);
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
        .check(CLASSES);
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
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .callMethod(Math.class, "random")
        .check(CLASSES);
  }

  /** What a class knows and its package may not. */
  private static List<String> forbidden(JavaClass it) {
    String from = nameOf(it.getPackageName());
    var forbidden = new ArrayList<String>();
    for (Dependency dependency : it.getDirectDependenciesFromSelf()) {
      if (!isAllowed(from, dependency.getTargetClass().getBaseComponentType().getPackageName())) {
        forbidden.add(dependency.getDescription());
      }
    }
    return forbidden;
  }

  private static boolean isAllowed(String from, String target) {
    if (target.startsWith(OURS)) {
      String name = nameOf(target);
      return name.equals(from) || MAY_KNOW.getOrDefault(from, Set.of()).contains(name);
    }
    for (Library library : LIBRARIES) {
      if (library.packages().test(target) && !library.users().contains(from)) {
        return false;
      }
    }
    return true;
  }

  /** The name of the class that a class is nested in, or of itself. */
  private static String fileOf(JavaClass it) {
    String name = nameOf(it.getName());
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }

  private static String nameOf(String ours) {
    return ours.substring(OURS.length());
  }

  private static Set<String> and(Set<String> some, String... more) {
    return and(some, Set.of(more));
  }

  private static Set<String> and(Set<String> some, Set<String> more) {
    var all = new TreeSet<>(some);
    all.addAll(more);
    return all;
  }
}
