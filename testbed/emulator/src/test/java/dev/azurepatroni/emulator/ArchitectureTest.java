package dev.azurepatroni.emulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The emulator sees what Terraform tells it, and nothing else: that is what makes it a proof. */
@AnalyzeClasses(packages = "dev.azurepatroni", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String EMULATOR = "dev.azurepatroni.emulator";

  @ArchTest
  static final ArchRule itKnowsNothingOfStacksAndConstructs =
      noClasses()
          .that()
          .resideInAPackage(EMULATOR + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.azurepatroni.app..",
              "dev.azurepatroni.constructs..",
              "dev.azurepatroni.topology..",
              "com.hashicorp..");

  @ArchTest
  static final ArchRule onlyThePluginKnowsTheProtocol =
      classes()
          .that()
          .resideInAPackage("dev.azurepatroni.protocol..")
          .should()
          .onlyBeAccessed()
          .byAnyPackage("dev.azurepatroni.protocol..", EMULATOR + ".plugin..");

  @ArchTest
  static final ArchRule providersDoNotKnowEachOther =
      slices().matching(EMULATOR + ".(azure|tls|random)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule nothingGoesRoundInCircles =
      slices().matching(EMULATOR + ".(*)..").should().beFreeOfCycles();
}
