package dev.azurepatroni.app.docs;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import dev.azurepatroni.app.synth.Stacks;
import dev.azurepatroni.constructs.synth.Resource;
import dev.azurepatroni.constructs.synth.Synth;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/explanation/security.md says of prod what is synthesised for it. */
class DocumentedSecurityTest {
  private static final Page PAGE = Page.named("explanation/security.md");

  private final Synth prod = Stacks.named("prod");

  @Test
  void everySecretIsReadByWhomThePageSays() throws IOException {
    PAGE.holds(
        "Who reads what, by DocumentedSecurityTest",
        "| secret in the vault | read by |",
        prod.resources("azurerm_key_vault_secret").stream()
            .map(secret -> "| `%s` | %s |".formatted(secret.text("name"), readers(secret))));
  }

  private String readers(Resource secret) {
    String readers =
        prod.resources("azurerm_role_assignment").stream()
            .filter(role -> role.references("scope").contains(secret.address()))
            .flatMap(role -> role.references("principal_id").stream())
            .map(DocumentedSecurityTest::name)
            .collect(joining(", "));
    return readers.isEmpty() ? "no host" : readers;
  }

  @Test
  void theStateHoldsWhatThePageSays() throws IOException {
    List<Resource> secrets = prod.resources("azurerm_key_vault_secret");
    PAGE.holds(
        "What is in the state, by DocumentedSecurityTest",
        "| in the state | of |",
        Stream.of(
            row("private keys, in clear", prod.resources("tls_private_key"), key -> true),
            row("secrets, in clear", secrets, secret -> secret.body().has("value")),
            row(
                "a version number and no value",
                secrets,
                secret -> secret.body().has("value_wo"))));
  }

  private static String row(String what, List<Resource> of, Predicate<Resource> which) {
    String names =
        of.stream().filter(which).map(each -> "`" + each.name() + "`").collect(joining(", "));
    return "| %s | %s |".formatted(what, names);
  }

  @Test
  void everyFlowIsOnThePageAndNoOther() throws IOException {
    PAGE.holds(
        "Flows, by DocumentedSecurityTest",
        "| priority | rule | from | to | port | why |",
        prod.resources("azurerm_network_security_rule").stream()
            .sorted(Comparator.comparingInt(rule -> rule.at("priority").asInt()))
            .map(DocumentedSecurityTest::flow));
  }

  private static String flow(Resource rule) {
    String name = rule.text("name");
    return "| %d | %s | %s | %s | %s | %s |"
        .formatted(
            rule.at("priority").asInt(),
            rule.text("access").equals("Allow") ? name : "**" + name + "**",
            end(rule, "source_address_prefix", "source_application_security_group_ids"),
            end(rule, "destination_address_prefix", "destination_application_security_group_ids"),
            any(list(rule, "destination_port_range")),
            rule.text("description"));
  }

  /** Hosts by their group, or ranges. */
  private static String end(Resource rule, String ranges, String groups) {
    String hosts =
        rule.references(groups).stream()
            .map(address -> name(address).replaceFirst("^pgpatroni-", "") + " hosts")
            .collect(joining(", "));
    return hosts.isEmpty() ? any(list(rule, ranges)) : hosts;
  }

  /** A list of several has another argument than one alone. */
  private static String list(Resource rule, String argument) {
    JsonNode several = rule.at(argument.endsWith("x") ? argument + "es" : argument + "s");
    if (several.isMissingNode()) {
      return rule.text(argument);
    }
    return Stream.iterate(0, at -> at + 1)
        .limit(several.size())
        .map(at -> several.get(at).asText())
        .collect(joining(", "));
  }

  private static String any(String range) {
    return range.equals("*") ? "any" : range;
  }

  private static String name(String address) {
    return address.substring(address.lastIndexOf('.') + 1);
  }
}
