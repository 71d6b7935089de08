package dev.hermod;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Holds the floors: a package imports only from floors below its own, or from itself.
class ArchitectureTest {
    private static final JavaClasses SERVER =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.hermod");

    private static final List<List<String>> FLOORS =
            List.of(
                    List.of("stanza", "xml", "auth", "config"),
                    List.of("storage", "cluster"),
                    List.of("feature", "admin"),
                    List.of("routing", "roster", "presence"),
                    List.of("session"),
                    List.of("stream", "federation", "component"),
                    List.of("net"),
                    List.of("server"));

    @Test
    void packagesImportOnlyDownwards() {
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            String[] above =
                    FLOORS.subList(floor + 1, FLOORS.size()).stream()
                            .flatMap(List::stream)
                            .map(ArchitectureTest::tree)
                            .toArray(String[]::new);
            for (String name : FLOORS.get(floor)) {
                noClasses()
                        .that()
                        .resideInAPackage(tree(name))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(above)
                        .allowEmptyShould(true)
                        .check(SERVER);
            }
        }
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("dev.hermod.(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(SERVER);
    }

    @Test
    void nettyStaysInNet() {
        noClasses()
                .that()
                .resideOutsideOfPackage(tree("net"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(SERVER);
    }

    @Test
    void dom4jStaysInStanzasAndCodecs() {
        noClasses()
                .that()
                .resideOutsideOfPackages(tree("xml"), tree("stanza"))
                .and()
                .haveSimpleNameNotEndingWith("Payload")
                .and()
                .haveSimpleNameNotEndingWith("Codec")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.dom4j..")
                .check(SERVER);
    }

    @Test
    void parserStaysInXml() {
        noClasses()
                .that()
                .resideOutsideOfPackage(tree("xml"))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("com.fasterxml.aalto..", "org.codehaus.stax2.."))
                .check(SERVER);
    }

    @Test
    void logsGoThroughSlf4j() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .check(SERVER);
    }

    @Test
    void onlyTheServerPackagePrints() {
        noClasses()
                .that()
                .resideOutsideOfPackage(tree("server"))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(SERVER);
    }

    // The ids of a session's own pings are no secrets.
    @Test
    void secretsAreNeverMadeOfPseudoRandomNumbers() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.hermod.session.Checkpoint")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.util\\.(Random|SplittableRandom|concurrent\\.ThreadLocalRandom)")
                .check(SERVER);
    }

    @Test
    void everyPackageHasAFloor() {
        String[] known =
                FLOORS.stream()
                        .flatMap(List::stream)
                        .map(ArchitectureTest::tree)
                        .toArray(String[]::new);
        classes().should().resideInAnyPackage(known).check(SERVER);
    }

    private static String tree(String name) {
        return "dev.hermod." + name + "..";
    }
}
