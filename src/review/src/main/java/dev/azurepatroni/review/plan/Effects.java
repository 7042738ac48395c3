package dev.azurepatroni.review.plan;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What Terraform does with a resource that its attributes do not show.
 *
 * @param origin where an object comes from that Terraform does not create: {@code imported ID},
 *     {@code moved from ADDRESS}; empty otherwise
 * @param commands its provisioners, which run on the machine that deploys; each as JSON
 * @param references by attribute, the expression that its value is made from
 * @param everything all of it, with provider, configuration and boot code, as JSON with sorted
 *     fields; empty if the plan contains no configuration
 */
public record Effects(
    String origin, List<String> commands, SortedMap<String, String> references, String everything) {
  /** Nothing else. */
  public static final Effects NONE = new Effects("", List.of(), new TreeMap<>(), "");

  /** Copies list and map. */
  public Effects {
    commands = List.copyOf(commands);
    references = new TreeMap<>(references);
  }
}
