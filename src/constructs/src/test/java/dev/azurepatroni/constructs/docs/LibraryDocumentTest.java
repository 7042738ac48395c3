package dev.azurepatroni.constructs.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hashicorp.cdktf.App;
import com.hashicorp.cdktf.TerraformStack;
import dev.azurepatroni.constructs.AzureLocation;
import dev.azurepatroni.constructs.backup.ClusterBackupStore;
import dev.azurepatroni.constructs.cloudinit.CustomData;
import dev.azurepatroni.constructs.compute.AdminAccess;
import dev.azurepatroni.constructs.compute.VirtualMachine;
import dev.azurepatroni.constructs.monitoring.Monitoring;
import dev.azurepatroni.constructs.network.InternalLb;
import dev.azurepatroni.constructs.network.Probe;
import dev.azurepatroni.constructs.network.PublicLb;
import dev.azurepatroni.constructs.network.Subnet;
import dev.azurepatroni.constructs.secrets.ClusterVault;
import dev.azurepatroni.constructs.synth.Synth;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.constructs.Construct;

/** docs/reference/library.md lists every property of every public construct, as the code has it. */
class LibraryDocumentTest {
  private static final Path DOCUMENT = Path.of("../../docs/reference/library.md");
  private static final String START = "<!-- constructs -->\n";
  private static final String END = "<!-- end of constructs -->\n";
  private static final AzureLocation LOCATION = new AzureLocation("group", "westeurope");

  /** One of each construct that has a default number, with nothing but what is required. */
  private static final Map<String, Consumer<TerraformStack>> LEAST =
      Map.of(
          "InternalLb",
          stack ->
              InternalLb.Builder.create(stack, "lb")
                  .location(LOCATION)
                  .name("x")
                  .subnet(Subnet.fromId("/subnets/x"))
                  .address("10.0.0.4")
                  .port(80)
                  .probe(Probe.tcp(80))
                  .build(),
          "PublicLb",
          stack ->
              PublicLb.Builder.create(stack, "lb")
                  .location(LOCATION)
                  .name("x")
                  .domainLabel("x")
                  .port(80)
                  .probe(Probe.tcp(80))
                  .build(),
          "ClusterVault",
          stack ->
              ClusterVault.Builder.create(stack, "vault")
                  .location(LOCATION)
                  .name("x")
                  .subnet(Subnet.fromId("/subnets/x"))
                  .build(),
          "ClusterBackupStore",
          stack ->
              ClusterBackupStore.Builder.create(stack, "store")
                  .location(LOCATION)
                  .name("x")
                  .accountName("xbak")
                  .subnet(Subnet.fromId("/subnets/x"))
                  .build(),
          "Monitoring",
          stack -> Monitoring.Builder.create(stack, "m").location(LOCATION).name("x").build(),
          "VirtualMachine",
          stack ->
              VirtualMachine.Builder.create(stack, "vm")
                  .location(LOCATION)
                  .subnet(Subnet.fromId("/subnets/x"))
                  .name("x")
                  .zone("1")
                  .address("10.0.0.5")
                  .vmSize("Standard_D2s_v6")
                  .admin(new AdminAccess("operator", List.of("ssh-ed25519 AAAA")))
                  .customData(new CustomData("x", "#cloud-config\n"))
                  .build());

  static List<BuilderDocs> constructs() throws IOException {
    return BuilderDocs.all();
  }

  @Test
  void theTablesAreWrittenFromTheBuildersJavadoc() throws IOException {
    String tables =
        "\n" + constructs().stream().map(BuilderDocs::markdown).collect(Collectors.joining());
    String document = Files.readString(DOCUMENT);
    int start = document.indexOf(START) + START.length();
    int end = document.indexOf(END);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(DOCUMENT, document.substring(0, start) + tables + document.substring(end));
      return;
    }

    assertThat(document.substring(start, end))
        .as(
            "docs/reference/library.md differs from the Javadoc; run again with -Dgolden.update=true")
        .isEqualTo(tables);
  }

  @ParameterizedTest
  @MethodSource("constructs")
  void everyMethodOfABuilderIsADocumentedProperty(BuilderDocs docs) throws Exception {
    Set<String> methods =
        Arrays.stream(builder(docs).getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .filter(method -> !method.isSynthetic())
            .map(Method::getName)
            .filter(name -> !name.equals("create") && !name.equals("build"))
            .collect(Collectors.toSet());

    assertThat(docs.properties().keySet()).isEqualTo(methods);
    assertThat(docs.properties().values())
        .allSatisfy(property -> assertThat(property.values()).isNotEmpty());
  }

  @ParameterizedTest
  @MethodSource("constructs")
  void aBuilderAsksForTheRequiredPropertiesAndNoOthers(BuilderDocs docs) throws Exception {
    Class<?> type = builder(docs);
    Object empty =
        type.getMethod("create", Construct.class, String.class)
            .invoke(null, new TerraformStack(new App(), "test"), "x");

    assertThatThrownBy(() -> type.getMethod("build").invoke(empty))
        .isInstanceOf(InvocationTargetException.class)
        .hasRootCauseInstanceOf(IllegalArgumentException.class)
        .satisfies(
            failure ->
                assertThat(missing(failure.getCause().getMessage()))
                    .containsAll(properties(docs, "required"))
                    .isSubsetOf(properties(docs, ".*required.*")));
  }

  private static List<String> missing(String message) {
    return List.of(message.split(": required and not given: ", 2)[1].split(", ", -1));
  }

  private static List<String> properties(BuilderDocs docs, String initial) {
    return docs.properties().entrySet().stream()
        .filter(property -> property.getValue().initial().matches(initial))
        .map(Map.Entry::getKey)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "InternalLb, probeIntervalSeconds, azurerm_lb_probe, interval_in_seconds",
    "InternalLb, idleTimeoutMinutes, azurerm_lb_rule, idle_timeout_in_minutes",
    "PublicLb, probeIntervalSeconds, azurerm_lb_probe, interval_in_seconds",
    "PublicLb, idleTimeoutMinutes, azurerm_lb_rule, idle_timeout_in_minutes",
    "ClusterVault, softDeleteRetentionDays, azurerm_key_vault, soft_delete_retention_days",
    "ClusterVault, rolePropagationSeconds, terraform_data, provisioner.local-exec.command",
    "Monitoring, retentionDays, azurerm_log_analytics_workspace, retention_in_days",
    "VirtualMachine, osDiskGb, azurerm_linux_virtual_machine, os_disk.disk_size_gb"
  })
  void defaultNumbersAreThoseOfTheDocument(
      String construct, String property, String resource, String argument) throws IOException {
    String initial =
        constructs().stream()
            .filter(docs -> docs.name().equals(construct))
            .findFirst()
            .orElseThrow()
            .properties()
            .get(property)
            .initial();

    assertThat(Synth.of(LEAST.get(construct)).resources(resource).get(0).text(argument))
        .containsPattern("(^|\\+ )" + initial + "($|\\))");
  }

  private static Class<?> builder(BuilderDocs docs) throws ClassNotFoundException {
    return Class.forName(docs.type() + "$Builder");
  }
}
