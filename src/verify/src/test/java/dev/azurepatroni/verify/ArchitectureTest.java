package dev.azurepatroni.verify;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Verification sees what Terraform tells and what clients see, and nothing else. */
@AnalyzeClasses(packages = "dev.azurepatroni", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String VERIFY = "dev.azurepatroni.verify";

  @ArchTest
  static final ArchRule itDependsOnNoOtherModule =
      classes()
          .that()
          .resideInAPackage(VERIFY + "..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              VERIFY + "..",
              "dev.azurepatroni.topology.budget..",
              "java..",
              "javax.net.ssl..",
              "javax.security.auth..",
              "javax.xml..",
              "com.fasterxml.jackson..",
              "freemarker..",
              "org.HdrHistogram..",
              "picocli..");

  @ArchTest
  static final ArchRule clientsAndRowsKnowNoCheck =
      noClasses()
          .that()
          .resideInAnyPackage(VERIFY + ".client..", VERIFY + ".rows..", VERIFY + ".load..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(VERIFY + ".check..", VERIFY + ".suite..", VERIFY + ".cli..");

  @ArchTest
  static final ArchRule nothingGoesRoundInCircles =
      slices().matching(VERIFY + ".(*)..").should().beFreeOfCycles();
}
