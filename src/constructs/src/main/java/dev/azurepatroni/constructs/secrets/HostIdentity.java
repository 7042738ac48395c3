package dev.azurepatroni.constructs.secrets;

import com.hashicorp.cdktf.ITerraformDependable;
import com.hashicorp.cdktf.providers.azurerm.role_assignment.RoleAssignment;
import com.hashicorp.cdktf.providers.azurerm.user_assigned_identity.UserAssignedIdentity;
import dev.azurepatroni.constructs.Site;
import dev.azurepatroni.constructs.internal.Named;
import java.util.ArrayList;
import java.util.List;
import software.constructs.Construct;

/**
 * The one identity of a host, and what it may read. Being the only one, the host's metadata service
 * hands its token out without being told which.
 */
public final class HostIdentity extends Construct {
  private static final String READER = "Key Vault Secrets User";

  private final String name;
  private final String identityId;
  private final String principalId;
  private final List<ITerraformDependable> grants = new ArrayList<>();

  /**
   * Creates the identity.
   *
   * @param scope where in the tree
   * @param id within the scope
   * @param site where in Azure
   * @param name of the host
   */
  public HostIdentity(Construct scope, String id, Site site, String name) {
    super(scope, id);
    this.name = name;
    UserAssignedIdentity identity =
        Named.as(
            name,
            UserAssignedIdentity.Builder.create(this, "identity")
                .name(name)
                .resourceGroupName(site.resourceGroup())
                .location(site.location())
                .build());
    this.identityId = identity.getId();
    this.principalId = identity.getPrincipalId();
  }

  /**
   * Lets the host read one secret.
   *
   * @param secret in the vault
   */
  public void mayRead(VaultSecret secret) {
    grants.add(
        Named.as(
            name + "-reads-" + secret.name(),
            RoleAssignment.Builder.create(this, "reads-" + secret.name())
                .scope(secret.scope())
                .roleDefinitionName(READER)
                .principalId(principalId)
                .principalType("ServicePrincipal")
                .build()));
  }

  /** {@return Azure's id of the identity} */
  public String identityId() {
    return identityId;
  }

  /** {@return the role assignments made so far} */
  public List<ITerraformDependable> grants() {
    return List.copyOf(grants);
  }
}
