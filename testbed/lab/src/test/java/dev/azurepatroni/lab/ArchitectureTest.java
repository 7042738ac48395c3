package dev.azurepatroni.lab;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.azurepatroni.topology.budget.FaultKind;

/**
 * The lab sees what Terraform deployed, as files, and nothing else: that is what makes it a proof.
 */
@AnalyzeClasses(packages = "dev.azurepatroni", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String LAB = "dev.azurepatroni.lab";

  @ArchTest
  static final ArchRule itDependsOnNoOtherModule =
      noClasses()
          .that()
          .resideInAPackage(LAB + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.azurepatroni.app..",
              "dev.azurepatroni.constructs..",
              "dev.azurepatroni.emulator..",
              "com.hashicorp..");

  /** The lab names faults and address ranges as the product does; it plans nothing. */
  @ArchTest
  static final ArchRule ofTheTopologyItKnowsFaultsAndAddressesOnly =
      noClasses()
          .that()
          .resideInAPackage(LAB + "..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.azurepatroni.topology..")
                  .and(not(assignableTo(FaultKind.class)))
                  .and(not(resideInAPackage("dev.azurepatroni.topology.net.."))));

  @ArchTest
  static final ArchRule thePlatformKnowsNothingOfHosts =
      noClasses()
          .that()
          .resideInAnyPackage(LAB + ".platform..", LAB + ".balancer..", LAB + ".network..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(LAB + ".host..", LAB + ".fault..", LAB + ".cli..", LAB);

  @ArchTest
  static final ArchRule nothingGoesRoundInCircles =
      slices().matching(LAB + ".(*)..").should().beFreeOfCycles();
}
