package dev.azurepatroni.constructs.synth;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What can be asserted on a network security group. */
public final class SecurityGroupSubject {
  private static final String ANYWHERE = "*";

  private final Resource group;
  private final List<Resource> rules;

  SecurityGroupSubject(Synth synth, Resource group) {
    this.group = group;
    this.rules =
        synth.resources("azurerm_network_security_rule").stream()
            .filter(rule -> belongsTo(rule, group))
            .sorted(Comparator.comparingInt(rule -> rule.at("priority").asInt()))
            .toList();
  }

  /** Begins a sentence that ends in what the group lets in. */
  public Flow allows(int... ports) {
    Set<String> wanted = new TreeSet<>();
    for (int port : ports) {
      wanted.add(String.valueOf(port));
    }
    return new Flow(wanted, Set.of());
  }

  /** The group lets exactly these rules in, by their names, and then denies the rest. */
  public SecurityGroupSubject allowsNothingBut(String... names) {
    List<String> allowed =
        rules.stream().filter(SecurityGroupSubject::allows).map(r -> r.text("name")).toList();
    if (!new TreeSet<>(allowed).equals(new TreeSet<>(List.of(names)))) {
      throw failure("to allow nothing but " + List.of(names));
    }
    return deniesTheRest();
  }

  /** The last rule of all denies whatever comes from wherever. */
  public SecurityGroupSubject deniesTheRest() {
    Resource last = rules.get(rules.size() - 1);
    boolean denies =
        last.at("priority").asInt() == 4096
            && last.text("access").equals("Deny")
            && last.text("protocol").equals(ANYWHERE)
            && sources(last).equals(Set.of(ANYWHERE))
            && destinations(last).equals(Set.of(ANYWHERE))
            && ports(last).equals(Set.of(ANYWHERE));
    if (!denies) {
      throw failure("to deny all the rest at priority 4096");
    }
    return this;
  }

  /** No two rules are of one priority. */
  public SecurityGroupSubject hasDistinctPriorities() {
    long distinct = rules.stream().map(rule -> rule.at("priority")).distinct().count();
    if (distinct != rules.size()) {
      throw failure("to have rules of different priorities");
    }
    return this;
  }

  /** A sentence: ports, then sources, then destinations. */
  public final class Flow {
    private final Set<String> ports;
    private final Set<String> sources;

    private Flow(Set<String> ports, Set<String> sources) {
      this.ports = ports;
      this.sources = sources;
    }

    /** From whom: host groups by their Terraform name, ranges or service tags. */
    public Flow from(String... names) {
      return new Flow(ports, new TreeSet<>(List.of(names)));
    }

    /** To whom: host groups by their Terraform name, or {@code *}. */
    public SecurityGroupSubject to(String... names) {
      Set<String> to = new TreeSet<>(List.of(names));
      boolean found =
          rules.stream()
              .anyMatch(
                  rule ->
                      allows(rule)
                          && rule.text("direction").equals("Inbound")
                          && rule.text("protocol").equals("Tcp")
                          && ports(rule).equals(ports)
                          && sources(rule).equals(sources)
                          && destinations(rule).equals(to));
      if (!found) {
        throw failure("to allow %s from %s to %s".formatted(ports, sources, to));
      }
      return SecurityGroupSubject.this;
    }
  }

  private AssertionError failure(String expectation) {
    Facts facts = Facts.of("expected", group.address()).and("", expectation);
    for (Resource rule : rules) {
      facts.and(
          "%4d %s".formatted(rule.at("priority").asInt(), rule.text("name")),
          "%s %s from %s to %s"
              .formatted(rule.text("access"), ports(rule), sources(rule), destinations(rule)));
    }
    return facts.failure();
  }

  private static boolean belongsTo(Resource rule, Resource group) {
    return rule.references("network_security_group_name").contains(group.address());
  }

  private static boolean allows(Resource rule) {
    return rule.text("access").equals("Allow");
  }

  private static Set<String> ports(Resource rule) {
    return all(rule, "destination_port_range", "destination_port_ranges");
  }

  private static Set<String> sources(Resource rule) {
    return all(
        rule,
        "source_address_prefix",
        "source_address_prefixes",
        "source_application_security_group_ids");
  }

  private static Set<String> destinations(Resource rule) {
    return all(
        rule,
        "destination_address_prefix",
        "destination_address_prefixes",
        "destination_application_security_group_ids");
  }

  /** Values of several arguments together; a host group by its Terraform name. */
  private static Set<String> all(Resource rule, String... arguments) {
    List<String> values = new ArrayList<>();
    for (String argument : arguments) {
      JsonNode value = rule.at(argument);
      if (value.isArray()) {
        value.forEach(each -> values.add(each.asText()));
      } else if (!value.isMissingNode()) {
        values.add(value.asText());
      }
    }
    return values.stream()
        .map(
            value ->
                value.replaceAll("\\$\\{azurerm_application_security_group\\.(.*)\\.id}", "$1"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
