package dev.azurepatroni.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.app.synth.Variants;
import dev.azurepatroni.constructs.synth.Resource;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The resource providers that docs/how-to/deploy-on-azure.md has registered are those of all types
 * that a stack can have: azurerm registers none, and Azure refuses a type of one that is not.
 */
class DocumentedProvidersTest {
  private static final Pattern REGISTERED =
      Pattern.compile("for provider in ((?:\\w+ ?)+); do\\s+az provider register");

  /** By the longest beginning of a type. Azure has registered some of them from the start: "". */
  private static final Map<String, String> PROVIDERS =
      Map.ofEntries(
          Map.entry("azurerm_application_security_group", "Network"),
          Map.entry("azurerm_client_config", ""),
          Map.entry("azurerm_key_vault", "KeyVault"),
          Map.entry("azurerm_lb", "Network"),
          Map.entry("azurerm_linux_virtual_machine", "Compute"),
          Map.entry("azurerm_log_analytics", "OperationalInsights"),
          Map.entry("azurerm_managed_disk", "Compute"),
          Map.entry("azurerm_monitor", "Insights"),
          Map.entry("azurerm_nat_gateway", "Network"),
          Map.entry("azurerm_network", "Network"),
          Map.entry("azurerm_public_ip", "Network"),
          Map.entry("azurerm_resource_group", ""),
          Map.entry("azurerm_role_assignment", ""),
          Map.entry("azurerm_subnet", "Network"),
          Map.entry("azurerm_user_assigned_identity", "ManagedIdentity"),
          Map.entry("azurerm_virtual_machine", "Compute"),
          Map.entry("azurerm_virtual_network", "Network"));

  @Test
  void thePageRegistersTheProvidersOfAllTypesAndOfTheStatesAccount() throws IOException {
    Matcher registered = REGISTERED.matcher(Page.named("how-to/deploy-on-azure.md").text());
    assertThat(registered.find()).as("the command that registers providers").isTrue();

    Set<String> needed =
        Variants.all().values().stream()
            .flatMap(stack -> stack.resources().stream())
            .map(Resource::type)
            .filter(type -> type.startsWith("azurerm_"))
            .map(DocumentedProvidersTest::provider)
            .filter(provider -> !provider.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
    needed.add("Storage");

    assertThat(Set.of(registered.group(1).split(" "))).isEqualTo(needed);
  }

  private static String provider(String type) {
    return PROVIDERS.entrySet().stream()
        .filter(entry -> type.startsWith(entry.getKey()))
        .max((one, other) -> Integer.compare(one.getKey().length(), other.getKey().length()))
        .map(Map.Entry::getValue)
        .orElseThrow(() -> new AssertionError("name the resource provider of " + type + " here"));
  }
}
