package dev.azurepatroni.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.azurepatroni.app.synth.Variants;
import dev.azurepatroni.constructs.synth.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
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

  /** What {@code bin/preflight} reads, too. */
  private static final Path PROVIDERS = Path.of("../operations/operations/preflight/providers.csv");

  /** Azure has registered them from the start. */
  private static final Set<String> ALWAYS =
      Set.of("Microsoft.Authorization", "Microsoft.Resources");

  @Test
  void thePageRegistersTheProvidersOfAllTypesAndOfTheStatesAccount() throws IOException {
    Matcher registered = REGISTERED.matcher(Page.named("how-to/deploy-on-azure.md").text());
    assertThat(registered.find()).as("the command that registers providers").isTrue();

    Map<String, String> providers =
        Files.readAllLines(PROVIDERS).stream()
            .skip(1)
            .map(line -> line.split(","))
            .collect(Collectors.toMap(columns -> columns[0], columns -> columns[1]));
    Set<String> needed =
        Variants.all().values().stream()
            .flatMap(stack -> stack.resources().stream())
            .filter(resource -> resource.kind().equals("resource"))
            .map(Resource::type)
            .filter(type -> type.startsWith("azurerm_"))
            .map(type -> provider(providers, type))
            .filter(provider -> !ALWAYS.contains(provider))
            .map(provider -> provider.replace("Microsoft.", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    needed.add("Storage");

    assertThat(Set.of(registered.group(1).split(" "))).isEqualTo(needed);
  }

  /** By the longest beginning of the type. */
  private static String provider(Map<String, String> providers, String type) {
    return providers.keySet().stream()
        .filter(prefix -> (type + "_").startsWith(prefix + "_"))
        .max(Comparator.comparingInt(String::length))
        .map(providers::get)
        .orElseThrow(() -> new AssertionError("name the resource provider of " + type + " there"));
  }
}
