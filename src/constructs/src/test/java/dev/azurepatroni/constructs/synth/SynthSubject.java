package dev.azurepatroni.constructs.synth;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What can be asserted on a stack. */
public final class SynthSubject {
  private final Synth actual;

  SynthSubject(Synth actual) {
    this.actual = actual;
  }

  /** One resource, which has to be there. */
  public ResourceSubject resource(String type, String name) {
    return new ResourceSubject(actual.resource(type, name));
  }

  /** The stack has these resources of a type, and no other. */
  public SynthSubject hasExactly(String type, String... names) {
    Set<String> expected = new TreeSet<>(List.of(names));
    Set<String> found = new TreeSet<>();
    actual.resources(type).forEach(resource -> found.add(resource.name()));
    if (!expected.equals(found)) {
      throw Facts.of("expected every " + type + " to be", expected)
          .and("but they are", found)
          .failure();
    }
    return this;
  }

  /** The stack has no resource of a type. */
  public SynthSubject hasNo(String type) {
    return hasExactly(type);
  }

  /** What a network security group lets in. */
  public SecurityGroupSubject securityGroup(String name) {
    return new SecurityGroupSubject(
        actual, actual.resource("azurerm_network_security_group", name));
  }

  /** No token of cdktf was left unresolved, in user-data neither. */
  public SynthSubject hasNoTraps() {
    List<String> traps = Traps.in(actual);
    if (!traps.isEmpty()) {
      throw Facts.of("expected", actual.name())
          .and("to hold no unresolved token but it has", traps)
          .failure();
    }
    return this;
  }

  /** No two resources of one type would have one name in Azure. */
  public SynthSubject hasDistinctAzureNames() {
    List<String> twice = AzureNames.usedTwice(actual);
    if (!twice.isEmpty()) {
      throw Facts.of("expected", actual.name())
          .and("to use no name twice but it does", twice)
          .failure();
    }
    return this;
  }

  /** The only identity of a host. */
  public IdentitySubject identityOf(String host) {
    return new IdentitySubject(actual, host);
  }
}
