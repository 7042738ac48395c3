package dev.azurepatroni.review;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The review reads only files of a synthesis and of Terraform. */
@AnalyzeClasses(packages = "dev.azurepatroni", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String REVIEW = "dev.azurepatroni.review";

  @ArchTest
  static final ArchRule dependsOnNoOtherModule =
      classes()
          .that()
          .resideInAPackage(REVIEW + "..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              REVIEW + "..",
              "java..",
              "com.fasterxml.jackson..",
              "com.github.difflib..",
              "org.yaml.snakeyaml..",
              "picocli..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching(REVIEW + ".(*)..").should().beFreeOfCycles();
}
