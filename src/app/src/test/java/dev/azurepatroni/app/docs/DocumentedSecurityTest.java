package dev.azurepatroni.app.docs;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import dev.azurepatroni.app.host.RenderedHost;
import dev.azurepatroni.app.synth.Stacks;
import dev.azurepatroni.constructs.synth.Resource;
import dev.azurepatroni.constructs.synth.Synth;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/explanation/security.md says of prod what is synthesised for it. */
class DocumentedSecurityTest {
  private static final Page PAGE = Page.named("explanation/security.md");

  /** The accounts that the boot step closes the metadata service to. */
  private static final Pattern CLOSED = Pattern.compile("ACCOUNTS = \\(([^)]*)\\)");

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

  @Test
  void whatIsTakenOverReachesWhatThePageSays() throws IOException {
    List<String> rows = new ArrayList<>();
    for (String host : List.of("pgpatroni-1", "pgpatroni-pgb-1", "pgpatroni-witness")) {
      rows.add(
          "| the host `%s` | %s | %s | %s | %s |"
              .formatted(
                  host,
                  codes(secretsOf("azurerm_user_assigned_identity." + host)),
                  tokenOf(host),
                  signsInToEtcd(host) ? "yes" : "no",
                  reaches(host)));
    }
    rows.add(
        "| the identity that deploys | %s | itself | no | no host; it changes all |"
            .formatted(
                roleOn("data.azurerm_client_config.", "azurerm_key_vault.").isEmpty()
                    ? "none"
                    : "all, and writes them"));
    PAGE.holds(
        "Who can do what, by DocumentedSecurityTest",
        "| taken over | reads in the vault, after `pgpatroni-` | its token goes to | etcd accepts it | connects to |",
        rows.stream());
  }

  private List<String> secretsOf(String identity) {
    return roleOn(identity, "azurerm_key_vault_secret.").stream()
        .map(DocumentedSecurityTest::name)
        .sorted()
        .toList();
  }

  /** What an identity has a role on. */
  private List<String> roleOn(String identity, String resource) {
    return prod.resources("azurerm_role_assignment").stream()
        .filter(
            role -> role.references("principal_id").stream().anyMatch(one -> same(one, identity)))
        .flatMap(role -> role.references("scope").stream())
        .filter(scope -> scope.startsWith(resource))
        .toList();
  }

  private static boolean same(String address, String wanted) {
    return wanted.endsWith(".") ? address.startsWith(wanted) : address.equals(wanted);
  }

  /** The metadata service gives it to any account that the host's firewall does not keep away. */
  private static String tokenOf(String host) {
    List<RenderedHost.Content> files =
        RenderedHost.ofStack("prod").stream()
            .filter(one -> one.name().equals(host))
            .flatMap(one -> one.files().stream())
            .toList();
    String closed =
        files.stream()
            .filter(file -> file.path().endsWith("/boot/metadata.py"))
            .flatMap(file -> CLOSED.matcher(file.text()).results())
            .map(accounts -> accounts.group(1).replace('"', '`'))
            .collect(joining());
    boolean loaded =
        files.stream().anyMatch(file -> file.path().endsWith("/azure-patroni-metadata.service"));
    return loaded && !closed.isEmpty()
        ? "root and the administrator, not " + closed
        : "every account";
  }

  /** Its certificate is of etcd's authority, and the firewall lets it through. */
  private boolean signsInToEtcd(String host) {
    boolean certificate =
        secretsOf("azurerm_user_assigned_identity." + host).stream()
            .map(secret -> prod.resource("azurerm_key_vault_secret", secret))
            .flatMap(secret -> secret.references("value").stream())
            .filter(address -> address.startsWith("tls_locally_signed_cert."))
            .map(address -> prod.resource("tls_locally_signed_cert", name(address)))
            .flatMap(signed -> signed.references("ca_cert_pem").stream())
            .anyMatch(authority -> authority.contains("-etcd-ca"));
    return certificate && reaches(host).contains("etcd 2379");
  }

  /** Groups and ports that the firewall opens to a host's groups, whatever else it opens to all. */
  private String reaches(String host) {
    List<String> own =
        prod.resources("azurerm_network_interface_application_security_group_association").stream()
            .filter(
                member ->
                    member
                        .references("network_interface_id")
                        .contains("azurerm_network_interface." + host))
            .flatMap(member -> member.references("application_security_group_id").stream())
            .toList();
    Map<String, List<String>> ports = new TreeMap<>();
    prod.resources("azurerm_network_security_rule").stream()
        .filter(
            rule ->
                rule.references("source_application_security_group_ids").stream()
                    .anyMatch(own::contains))
        .forEach(
            rule ->
                ports
                    .computeIfAbsent(
                        end(rule, "", "destination_application_security_group_ids")
                            .replace(" hosts", ""),
                        group -> new ArrayList<>())
                    .add(list(rule, "destination_port_range")));
    return ports.entrySet().stream()
        .map(group -> group.getKey() + " " + String.join(", ", group.getValue()))
        .collect(joining("; "));
  }

  private static String codes(List<String> names) {
    return names.stream()
        .map(name -> "`" + name.replaceFirst("^pgpatroni-", "") + "`")
        .collect(joining(", "));
  }

  private static String name(String address) {
    return address.substring(address.lastIndexOf('.') + 1);
  }
}
