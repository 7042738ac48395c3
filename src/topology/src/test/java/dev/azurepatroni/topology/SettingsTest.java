package dev.azurepatroni.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.topology.finding.Finding;
import dev.azurepatroni.topology.spec.ClusterSpec;
import dev.azurepatroni.topology.spec.ClusterSpecBuilder;
import dev.azurepatroni.topology.spec.Setting;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @ParameterizedTest
  @ValueSource(strings = {"p", "Pgpatroni", "1pg", "pg_patroni", "pg--patroni", "pg-", "pg 1"})
  void aClusterNameThatAzureOrAHostWouldRefuseIsRefused(String name) {
    Finding error = Prod.onlyError(ClusterSpec.ofDefaults(name, "germanywestcentral"));

    assertThat(error.path()).isEqualTo("name");
    assertThat(error.fix()).contains("pgpatroni");
  }

  @Test
  void everyPatternIsExplainedInWordsAndByAnExampleThatMatches() {
    List<RecordComponent> patterns =
        settings(ClusterSpec.class)
            .filter(component -> !component.getAnnotation(Setting.class).pattern().isEmpty())
            .toList();

    assertThat(patterns)
        .hasSizeGreaterThan(10)
        .allSatisfy(
            component -> {
              Setting setting = component.getAnnotation(Setting.class);
              assertThat(setting.patternMeans()).isNotEmpty();
              assertThat(setting.example()).isNotEmpty().matches(setting.pattern());
            });
  }

  private static Stream<RecordComponent> settings(Class<?> spec) {
    return Arrays.stream(spec.getRecordComponents())
        .flatMap(
            component ->
                component.getType().isRecord()
                    ? settings(component.getType())
                    : Stream.of(component));
  }

  @Test
  void theLongestClusterNameStillMakesAVaultName() {
    ClusterPlan plan = Prod.plan(ClusterSpec.ofDefaults("a".repeat(21), "germanywestcentral"));

    assertThat(plan.spec().vault().name()).hasSize(24);
  }

  @Test
  void aClusterNameOfTwentyTwoLettersIsRefused() {
    assertThat(Prod.onlyError(ClusterSpec.ofDefaults("a".repeat(22), "germanywestcentral")).path())
        .isEqualTo("name");
  }

  @Test
  void aRegionIsWrittenByItsProgrammaticName() {
    Finding error = Prod.onlyError(ClusterSpec.ofDefaults("pgpatroni", "Germany West Central"));

    assertThat(error.path()).isEqualTo("location");
    assertThat(error.fix()).contains("germanywestcentral");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"abcdefghijklmnopqrstuvwxy", "ab", "1vault", "vault-", "my--vault", "my_vault"})
  void aVaultNameThatAzureWouldRefuseIsRefused(String name) {
    Finding error = refused(prod -> prod.vault(vault -> vault.name(name)));

    assertThat(error.path()).isEqualTo("vault.name");
    assertThat(error.value()).isEqualTo(name);
    assertThat(error.problem()).contains("3 to 24");
  }

  @Test
  void anImageVersionHasToBePinned() {
    Finding error = refused(prod -> prod.image(image -> image.version("latest")));

    assertThat(error.path()).isEqualTo("image.version");
    assertThat(error.value()).isEqualTo("latest");
    assertThat(error.problem()).contains("exact version");
  }

  @Test
  void anImageHasToBeOfGenerationTwo() {
    Finding error = refused(prod -> prod.image(image -> image.sku("13")));

    assertThat(error.path()).isEqualTo("image.sku");
    assertThat(error.problem()).contains("generation 2");
  }

  @Test
  void aProbeMoreOftenThanAzureAllowsIsRefusedWithTheRange() {
    Finding error =
        refused(prod -> prod.loadBalancers(loadBalancers -> loadBalancers.probeIntervalSeconds(4)));

    assertThat(error.path()).isEqualTo("loadBalancers.probeIntervalSeconds");
    assertThat(error.value()).isEqualTo("4");
    assertThat(error.problem()).isEqualTo("must be between 5 and 60 seconds");
    assertThat(error.fix()).contains("5");
  }

  @Test
  void aZoneNamedTwiceIsRefusedAtItsSecondPlace() {
    Finding error = refused(prod -> prod.zones(List.of("1", "3", "1")));

    assertThat(error.path()).isEqualTo("zones[2]");
    assertThat(error.value()).isEqualTo("1");
    assertThat(error.problem()).contains("twice");
  }

  @Test
  void aZoneThatAzureDoesNotHaveIsRefused() {
    Finding error = refused(prod -> prod.zones(List.of("1", "4")));

    assertThat(error.path()).isEqualTo("zones[1]");
    assertThat(error.problem()).contains("\"1\", \"2\" or \"3\"");
  }

  @Test
  void aTagNameWithACharacterThatAzureRefusesIsRefused() {
    Finding error = refused(prod -> prod.tags(Map.of("cost/center", "42")));

    assertThat(error.path()).isEqualTo("tags.cost/center");
  }

  @Test
  void aTagValueLongerThanAzureTakesIsRefused() {
    assertThat(refused(prod -> prod.tags(Map.of("owner", "x".repeat(257)))).path())
        .isEqualTo("tags.owner");
    assertThat(Prod.errors(Prod.with(prod -> prod.tags(Map.of("owner", "x".repeat(256))))))
        .isEmpty();
  }

  @Test
  void anEmptyValueIsShownAsEmptyQuotes() {
    assertThat(refused(prod -> prod.ssh(ssh -> ssh.user(""))).value()).isEqualTo("\"\"");
  }

  @Test
  void dashesCountInAClusterNameToo() {
    assertThat(Prod.errors(ClusterSpec.ofDefaults("a-b-c-d-e-f-g-h-i-j-k", "westeurope")))
        .isEmpty();
    assertThat(
            Prod.onlyError(ClusterSpec.ofDefaults("a-b-c-d-e-f-g-h-i-j-kl", "westeurope")).path())
        .isEqualTo("name");
  }

  @Test
  void aClusterNameOfTwoLettersIsTooShortForThePublicEndpointsDnsLabel() {
    ClusterSpec spec =
        ClusterSpecBuilder.builder(ClusterSpec.ofDefaults("pg", "westeurope"))
            .publicEndpoint(
                publicEndpoint ->
                    publicEndpoint.enabled(true).clientCidrs(List.of("203.0.113.0/24")))
            .build();

    assertThat(Prod.onlyError(spec).path()).isEqualTo("publicEndpoint.domainLabel");
  }

  private static Finding refused(Consumer<ClusterSpecBuilder> change) {
    return Prod.onlyError(Prod.with(change));
  }
}
