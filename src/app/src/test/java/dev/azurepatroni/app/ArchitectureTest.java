package dev.azurepatroni.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The dependencies between modules and packages. */
@AnalyzeClasses(packages = "dev.azurepatroni", importOptions = ArchitectureTest.OnlyModules.class)
class ArchitectureTest {
  private static final String TOPOLOGY = "dev.azurepatroni.topology..";
  private static final String CONSTRUCTS = "dev.azurepatroni.constructs..";
  private static final String CLOUD_INIT = "dev.azurepatroni.constructs.cloudinit..";
  private static final String APP = "dev.azurepatroni.app..";
  private static final String YAML = "dev.azurepatroni.app.yaml..";
  private static final String CDKTF = "com.hashicorp.cdktf..";
  private static final String PROVIDERS = "com.hashicorp.cdktf.providers..";
  private static final String JACKSON = "com.fasterxml..";
  private static final String COMPRESS = "org.apache.commons.compress..";
  private static final String SNAKEYAML = "org.yaml..";

  @ArchTest
  static final ArchRule topologyKnowsNothingButJava =
      classes()
          .that()
          .resideInAPackage(TOPOLOGY)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(TOPOLOGY, "java..", "io.soabase..", "javax.annotation..");

  @ArchTest
  static final ArchRule constructsKnowTopologyAndTheBindingsButNotTheApp =
      classes()
          .that()
          .resideInAPackage(CONSTRUCTS)
          .and()
          .resideOutsideOfPackage(CLOUD_INIT)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              CONSTRUCTS,
              TOPOLOGY,
              CDKTF,
              "software.constructs..",
              "software.amazon.jsii..",
              "java..",
              "io.soabase..",
              "javax.annotation..");

  @ArchTest
  static final ArchRule cloudInitIsTextAndKnowsNoTerraform =
      classes()
          .that()
          .resideInAPackage(CLOUD_INIT)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(CLOUD_INIT, TOPOLOGY, JACKSON, COMPRESS, "freemarker..", "java..");

  /** The library does not depend on it: {@code provided} in its pom. */
  @ArchTest
  static final ArchRule onlyTheBuildCompressesByBzip2 =
      noClasses()
          .that()
          .resideInAPackage("dev.azurepatroni..")
          .and()
          .doNotHaveSimpleName("WriteFileArchives")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(COMPRESS);

  @ArchTest
  static final ArchRule onlyOnePackageOfTheAppReadsYaml =
      noClasses()
          .that()
          .resideInAPackage(APP)
          .and()
          .resideOutsideOfPackage(YAML)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(SNAKEYAML);

  @ArchTest
  static final ArchRule readingYamlNeedsNoTerraform =
      noClasses()
          .that()
          .resideInAPackage(YAML)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CDKTF, CONSTRUCTS);

  @ArchTest
  static final ArchRule theAppMakesNoResourceItself =
      noClasses()
          .that()
          .resideInAPackage(APP)
          .should()
          .dependOnClassesThat(
              resideInAPackage(PROVIDERS)
                  .and(not(resideInAPackage("com.hashicorp.cdktf.providers.*.provider")))
                  .as("are resources of a provider"));

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.azurepatroni.(**)").should().beFreeOfCycles();

  /** The modules without tests and without the jar of test assertions. */
  static final class OnlyModules implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return Predefined.DO_NOT_INCLUDE_TESTS.includes(location) && !location.contains("-tests.jar");
    }
  }
}
