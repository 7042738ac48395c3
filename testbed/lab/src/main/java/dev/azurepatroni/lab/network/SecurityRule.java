package dev.azurepatroni.lab.network;

import dev.azurepatroni.lab.inventory.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A rule of a network security group.
 *
 * @param name its name
 * @param priority the lower counts first; 100 to 4096
 * @param inbound whether it is about what arrives
 * @param allow whether it lets through
 * @param protocol {@code tcp}, {@code udp}, {@code icmp} or {@code *}
 * @param source where packets come from
 * @param destination where they go to
 */
public record SecurityRule(
    String name,
    int priority,
    boolean inbound,
    boolean allow,
    String protocol,
    End source,
    End destination) {

  /**
   * One end of a flow.
   *
   * @param prefixes CIDR ranges, service tags or {@code *}
   * @param groups ids of application security groups; those, if any, count instead of prefixes
   * @param ports port numbers, ranges such as {@code 1-1024}, or {@code *}
   */
  public record End(List<String> prefixes, List<String> groups, List<String> ports) {
    /** Keeps copies. */
    public End {
      prefixes = List.copyOf(prefixes);
      groups = List.copyOf(groups);
      ports = List.copyOf(ports);
    }

    static End of(Item rule, String end) {
      return new End(
          either(rule, end + "_address_prefix", end + "_address_prefixes"),
          rule.texts(end + "_application_security_group_ids"),
          either(rule, end + "_port_range", end + "_port_ranges"));
    }

    private static List<String> either(Item rule, String one, String many) {
      List<String> values = new ArrayList<>(rule.texts(many));
      if (!rule.text(one).isEmpty()) {
        values.add(rule.text(one));
      }
      return values;
    }
  }

  static SecurityRule of(Item rule) {
    return new SecurityRule(
        rule.name(),
        rule.number("priority"),
        rule.text("direction").equals("Inbound"),
        rule.text("access").equals("Allow"),
        rule.text("protocol").toLowerCase(Locale.ROOT),
        End.of(rule, "source"),
        End.of(rule, "destination"));
  }
}
