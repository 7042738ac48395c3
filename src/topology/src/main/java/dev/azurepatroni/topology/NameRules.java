package dev.azurepatroni.topology;

import dev.azurepatroni.topology.finding.Findings;
import dev.azurepatroni.topology.spec.ClusterSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Names, zones and ids that only fit or clash together. */
final class NameRules {
  private static final int SHORTEST_DOMAIN_LABEL = 3;
  private static final int LONGEST_TAG_NAME = 512;
  private static final int LONGEST_TAG_VALUE = 256;

  private static final Pattern NOT_IN_TAG_NAMES =
      Pattern.compile("[<>%&\\\\?/\\p{C}\\p{Zl}\\p{Zp}]");

  private NameRules() {}

  static void check(ClusterSpec spec, Findings findings) {
    zones(spec.zones(), findings);
    readers(spec.vault().readers(), findings);
    domainLabel(spec, findings);
    spec.tags().forEach((name, value) -> tag(name, value, findings));
  }

  private static void zones(List<String> zones, Findings findings) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < zones.size(); i++) {
      if (!seen.add(zones.get(i))) {
        findings.error(
            "zones[" + i + "]",
            zones.get(i),
            "is listed twice; two database nodes in one zone are lost together",
            "list each zone once, for example [\"1\", \"3\"]");
      }
    }
  }

  /** Terraform would merge the role assignments of an id that is listed twice. */
  private static void readers(List<String> readers, Findings findings) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < readers.size(); i++) {
      if (!seen.add(readers.get(i))) {
        findings.error(
            "vault.readers[" + i + "]", readers.get(i), "is listed twice", "list each id once");
      }
    }
  }

  private static void domainLabel(ClusterSpec spec, Findings findings) {
    if (spec.publicEndpoint().enabled()
        && spec.publicEndpoint().domainLabel().isEmpty()
        && spec.name().length() < SHORTEST_DOMAIN_LABEL) {
      findings.error(
          "publicEndpoint.domainLabel",
          spec.name(),
          "the default is the cluster's name, which is too short for a DNS label",
          "write a domainLabel of 3 to 63 lower-case letters, digits and dashes, for example %s-db"
              .formatted(spec.name()));
    }
  }

  private static void tag(String name, String value, Findings findings) {
    if (name.isEmpty()
        || name.length() > LONGEST_TAG_NAME
        || NOT_IN_TAG_NAMES.matcher(name).find()) {
      findings.error(
          "tags." + name,
          value,
          "the name must have 1 to 512 characters, none of < > % & \\ ? / and none that a"
              + " terminal does not show",
          "rename the tag, for example cost-center");
    }
    if (value.length() > LONGEST_TAG_VALUE) {
      findings.error(
          "tags." + name,
          value,
          "has %d characters; at most 256 are allowed".formatted(value.length()),
          "shorten it to 256 characters");
    }
  }
}
