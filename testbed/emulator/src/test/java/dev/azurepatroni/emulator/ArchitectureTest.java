package dev.azurepatroni.emulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The emulator gets everything it knows from Terraform: it can confirm what the app synthesises
 * because it shares no code with it.
 */
@AnalyzeClasses(packages = "dev.azurepatroni", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String EMULATOR = "dev.azurepatroni.emulator";

  @ArchTest
  static final ArchRule theEmulatorIsIndependentOfTheProduct =
      noClasses()
          .that()
          .resideInAPackage(EMULATOR + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.azurepatroni.app..",
              "dev.azurepatroni.constructs..",
              "dev.azurepatroni.topology..",
              "dev.azurepatroni.verify..",
              "dev.azurepatroni.lab..",
              "com.hashicorp..");

  @ArchTest
  static final ArchRule onlyTheServiceUsesTheProtocol =
      classes()
          .that()
          .resideInAPackage("dev.azurepatroni.protocol..")
          .should()
          .onlyBeAccessed()
          .byAnyPackage("dev.azurepatroni.protocol..", EMULATOR + ".service..");

  @ArchTest
  static final ArchRule providersAreIndependentOfEachOther =
      slices().matching(EMULATOR + ".(azure|tls|random)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching(EMULATOR + ".(**)").should().beFreeOfCycles();
}
