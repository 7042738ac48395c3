package dev.azurepatroni.topology.spec;

import static dev.azurepatroni.topology.spec.Defaults.list;
import static dev.azurepatroni.topology.spec.Defaults.map;
import static dev.azurepatroni.topology.spec.Defaults.or;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;

/**
 * Addresses, and who may connect.
 *
 * @param addressSpace of the virtual network, CIDR
 * @param subnet of all hosts and load balancers, CIDR
 * @param addresses fixed addresses by host or load balancer name
 * @param adminCidrs who may reach SSH and the administrative ports
 * @param clientCidrs who may reach PostgreSQL and PgBouncer; empty: the virtual network
 */
@RecordBuilder
public record NetworkSpec(
    @Setting("Address space of the virtual network, in CIDR notation.") String addressSpace,
    @Setting("Subnet of every host and load balancer, in CIDR notation.") String subnet,
    @Setting(
            value =
                "Fixed addresses by host name; `db-lb` and `pooler-lb` name the load balancers.",
            defaultsTo =
                "database nodes .4, .5, .8; poolers .6, .7, .12 and on; witness .9; load balancers"
                    + " .10 and .11 of the subnet")
        Map<String, String> addresses,
    @Setting(
            "Ranges that may connect to SSH (22), PostgreSQL (5432), PgBouncer (6432) and Patroni's"
                + " REST API (8008). If it is empty, no host accepts SSH.")
        List<String> adminCidrs,
    @Setting(
            value = "Ranges that may connect to PostgreSQL (5432) and PgBouncer (6432).",
            defaultsTo = "the virtual network's address space")
        List<String> clientCidrs) {

  /**
   * Fills what was left out.
   *
   * @param addressSpace of the virtual network, CIDR; 10.50.0.0/16 if null
   * @param subnet of all hosts and load balancers, CIDR; 10.50.1.0/24 if null
   * @param addresses fixed addresses by host or load balancer name; empty if null
   * @param adminCidrs who may reach SSH and the administrative ports; empty if null
   * @param clientCidrs who may reach PostgreSQL and PgBouncer; empty if null, which means the
   *     virtual network
   */
  public NetworkSpec {
    addressSpace = or(addressSpace, "10.50.0.0/16");
    subnet = or(subnet, "10.50.1.0/24");
    addresses = map(addresses);
    adminCidrs = list(adminCidrs);
    clientCidrs = list(clientCidrs);
  }

  /** {@return a builder in which nothing is set} */
  public static NetworkSpecBuilder builder() {
    return NetworkSpecBuilder.builder();
  }
}
