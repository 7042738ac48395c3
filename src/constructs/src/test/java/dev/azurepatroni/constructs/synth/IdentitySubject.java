package dev.azurepatroni.constructs.synth;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What can be asserted on a host's identity. */
public final class IdentitySubject {
  private static final String READER = "Key Vault Secrets User";

  private final Synth synth;
  private final String host;
  private final String address;

  IdentitySubject(Synth synth, String host) {
    this.synth = synth;
    this.host = host;
    List<String> identities =
        synth.resource("azurerm_linux_virtual_machine", host).references("identity.identity_ids");
    if (identities.size() != 1) {
      throw Facts.of("expected one identity of", host).and("but there are", identities).failure();
    }
    this.address = identities.get(0);
  }

  /** The host may read these secrets, by their Terraform names, and nothing else in Azure. */
  public void readsNothingBut(String... secrets) {
    Set<String> expected = new TreeSet<>(List.of(secrets));
    Set<String> found = new TreeSet<>();
    for (Resource assignment : synth.resources("azurerm_role_assignment")) {
      if (assignment.references("principal_id").equals(List.of(address))) {
        found.add(granted(assignment));
      }
    }
    if (!expected.equals(found)) {
      throw Facts.of("expected", host)
          .and("to read nothing but", expected)
          .and("but it may", found)
          .failure();
    }
  }

  /** A secret's name for the right to read it, and a clear text for any other right. */
  private static String granted(Resource assignment) {
    String secret =
        assignment
            .text("scope")
            .replaceAll("^\\$\\{azurerm_key_vault_secret\\.(.*)\\.resource_versionless_id}$", "$1");
    boolean one =
        assignment.text("role_definition_name").equals(READER)
            && !secret.equals(assignment.text("scope"));
    return one
        ? secret
        : assignment.text("role_definition_name") + " on " + assignment.text("scope");
  }
}
