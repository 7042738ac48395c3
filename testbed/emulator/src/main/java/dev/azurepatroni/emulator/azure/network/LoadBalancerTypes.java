package dev.azurepatroni.emulator.azure.network;

import dev.azurepatroni.emulator.azure.engine.Behaviour;
import dev.azurepatroni.emulator.azure.engine.Cloud;
import dev.azurepatroni.emulator.azure.engine.CommonChecks;
import dev.azurepatroni.emulator.azure.engine.PathQuery;
import dev.azurepatroni.emulator.azure.engine.Rejection;
import dev.azurepatroni.emulator.azure.engine.WriteRequest;
import dev.azurepatroni.emulator.inventory.StoredResource;
import dev.azurepatroni.emulator.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Load balancers: frontends, pools, probes, rules. */
public final class LoadBalancerTypes {

  private static final String FRONTENDS = "frontend_ip_configuration";
  private static final String LB = "loadbalancer_id";
  private static final String RULE = "azurerm_lb_rule";

  private LoadBalancerTypes() {}

  /** The behaviour of each type. */
  public static List<Behaviour> types() {
    return List.of(
        Behaviour.inGroup("azurerm_lb", "Load Balancer", "Microsoft.Network/loadBalancers")
            .replacedBy("sku", "sku_tier", "edge_zone", FRONTENDS + ".zones")
            .preset("sku", "Standard")
            .preset("sku_tier", "Regional")
            .computes(
                FRONTENDS + ".id",
                (request, block) ->
                    Value.of(
                        request.id()
                            + "/frontendIPConfigurations/"
                            + block.text("name").orElse("")))
            .computes(FRONTENDS + ".private_ip_address", Addresses::assign)
            .computes(FRONTENDS + ".private_ip_address_allocation", "Dynamic")
            .computes(FRONTENDS + ".private_ip_address_version", "IPv4")
            .settles((request, state) -> Addresses.shown(state, FRONTENDS))
            .shows(LoadBalancerTypes::withRules)
            .refersTo(FRONTENDS + ".subnet_id", FRONTENDS + ".public_ip_address_id")
            .check(CommonChecks.zonesOffered(FRONTENDS + ".zones"))
            .check(Addresses.available(FRONTENDS))
            .check(LoadBalancerTypes::subnetSettled)
            .check(LoadBalancerTypes::frontendsInUseStay),
        part("azurerm_lb_backend_address_pool", "Backend Address Pool", "backendAddressPools")
            .replacedBy("virtual_network_id", "synchronous_mode")
            .computes("backend_ip_configurations", (request, block) -> Value.of(List.of()))
            .computes("inbound_nat_rules", (request, block) -> Value.of(List.of()))
            .computes("load_balancing_rules", (request, block) -> Value.of(List.of()))
            .computes("outbound_rules", (request, block) -> Value.of(List.of()))
            .shows(LoadBalancerTypes::poolInUse)
            .usedBy(RULE, "backend_address_pool_ids", "BackendAddressPoolInUse"),
        part("azurerm_lb_probe", "Probe", "probes")
            .preset("interval_in_seconds", 15)
            .preset("number_of_probes", 2)
            .preset("probe_threshold", 1)
            .computes("load_balancer_rules", (request, block) -> Value.of(List.of()))
            .shows(
                (cloud, probe) ->
                    probe
                        .state()
                        .with(
                            "load_balancer_rules",
                            rules(
                                cloud,
                                rule ->
                                    rule.text("probe_id")
                                        .filter(probe.id()::equalsIgnoreCase)
                                        .isPresent())))
            .usedBy(RULE, "probe_id", "ProbeInUse"),
        part(RULE, "Load Balancer Rule", "loadBalancingRules")
            .preset("disable_outbound_snat", false)
            .preset("idle_timeout_in_minutes", 4)
            .preset("load_distribution", "Default")
            .computes(
                "frontend_ip_configuration_id",
                (request, block) ->
                    Value.of(
                        request.text(LB)
                            + "/frontendIPConfigurations/"
                            + request.text("frontend_ip_configuration_name")))
            .computes("floating_ip_enabled", twin("enable_floating_ip"))
            .computes("enable_floating_ip", twin("floating_ip_enabled"))
            .computes("tcp_reset_enabled", twin("enable_tcp_reset"))
            .computes("enable_tcp_reset", twin("tcp_reset_enabled"))
            .refersTo("backend_address_pool_ids", "probe_id")
            .check(LoadBalancerTypes::frontendKnown)
            .check(LoadBalancerTypes::backendPortOnce));
  }

  /** azurerm does not lock the subnet of a load balancer. */
  private static List<Rejection> subnetSettled(WriteRequest request) {
    return PathQuery.texts(request.planned(), FRONTENDS + ".subnet_id")
        .filter(request.cloud()::isUpdated)
        .limit(1)
        .map(subnet -> Rejection.notProvisioned(subnet, request.id()))
        .toList();
  }

  /** A part of a load balancer that is a resource in Terraform. */
  private static Behaviour part(String type, String label, String folder) {
    return Behaviour.of(type, label, "{" + LB + "}/" + folder + "/{name}")
        .replacedBy(LB)
        .locks(LB)
        .refersTo(LB);
  }

  /** An argument with two names: the one that is not set follows the other. */
  private static Behaviour.Computation twin(String other) {
    return (request, block) -> Value.of(block.isTrue(other));
  }

  private static Value rules(Cloud cloud, Predicate<Value> which) {
    return CommonChecks.ids(
        cloud.inventory().ofType(RULE).stream()
            .filter(rule -> which.test(rule.state()))
            .map(StoredResource::id)
            .toList());
  }

  private static Value withRules(Cloud cloud, StoredResource balancer) {
    Value state = balancer.state();
    for (int i = 0; i < state.at(FRONTENDS).items().size(); i++) {
      String here = FRONTENDS + "." + i;
      Optional<String> id = state.text(here + ".id");
      Value using = rules(cloud, rule -> rule.text("frontend_ip_configuration_id").equals(id));
      state = state.with(here + ".load_balancer_rules", using);
    }
    return state;
  }

  private static Value poolInUse(Cloud cloud, StoredResource pool) {
    List<String> members =
        cloud
            .inventory()
            .ofType("azurerm_network_interface_backend_address_pool_association")
            .stream()
            .filter(
                association ->
                    association
                        .state()
                        .text("backend_address_pool_id")
                        .filter(pool.id()::equalsIgnoreCase)
                        .isPresent())
            .map(association -> association.id().substring(0, association.id().indexOf('|')))
            .toList();
    Value using =
        rules(
            cloud,
            rule ->
                rule.texts("backend_address_pool_ids").stream()
                    .anyMatch(pool.id()::equalsIgnoreCase));
    return pool.state()
        .with("backend_ip_configurations", CommonChecks.ids(members))
        .with("load_balancing_rules", using);
  }

  private static List<Rejection> frontendKnown(WriteRequest request) {
    String name = request.text("frontend_ip_configuration_name");
    boolean known =
        request
            .referred(LB)
            .filter(
                balancer ->
                    PathQuery.texts(balancer.state(), FRONTENDS + ".name").anyMatch(name::equals))
            .isPresent();
    return known
        ? List.of()
        : List.of(
            Rejection.badRequest(
                "InvalidResourceReference",
                "[ERROR] Cannot find FrontEnd IP Configuration with the name "
                    + name
                    + " on "
                    + request.text(LB)
                    + ".",
                "frontend_ip_configuration_name"));
  }

  /** Without a floating IP, two rules cannot use the same port of the same pool. */
  private static List<Rejection> backendPortOnce(WriteRequest request) {
    if (request.planned().isTrue("floating_ip_enabled")) {
      return List.of();
    }
    return request
        .others(RULE)
        .filter(rule -> rule.state().at(LB).equals(request.planned().at(LB)))
        .filter(
            rule -> rule.state().at("backend_port").equals(request.planned().at("backend_port")))
        .filter(rule -> rule.state().at("protocol").equals(request.planned().at("protocol")))
        .filter(
            rule ->
                rule.state()
                    .at("backend_address_pool_ids")
                    .equals(request.planned().at("backend_address_pool_ids")))
        .findFirst()
        .map(
            rule ->
                Rejection.badRequest(
                    "RulesUseSameBackendPortProtocolAndPool",
                    "Load balancing rules "
                        + rule.id()
                        + " and "
                        + request.id()
                        + " with floating IP disabled use the same backend port and protocol and pool.",
                    "backend_port"))
        .stream()
        .toList();
  }

  private static List<Rejection> frontendsInUseStay(WriteRequest request) {
    List<Rejection> rejections = new ArrayList<>();
    for (StoredResource rule : request.inventory().ofType(RULE)) {
      String frontend = rule.state().text("frontend_ip_configuration_name").orElse("");
      boolean ours = rule.state().text(LB).filter(request.id()::equalsIgnoreCase).isPresent();
      if (ours
          && PathQuery.texts(request.planned(), FRONTENDS + ".name").noneMatch(frontend::equals)) {
        rejections.add(
            Rejection.badRequest(
                "InvalidResourceReference",
                "Resource "
                    + request.id()
                    + "/frontendIPConfigurations/"
                    + frontend
                    + " referenced by resource "
                    + rule.id()
                    + " was not found.",
                FRONTENDS));
      }
    }
    return rejections;
  }
}
