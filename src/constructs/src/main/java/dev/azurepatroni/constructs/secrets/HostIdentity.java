package dev.azurepatroni.constructs.secrets;

import com.hashicorp.cdktf.ITerraformDependable;
import com.hashicorp.cdktf.providers.azurerm.role_assignment.RoleAssignment;
import com.hashicorp.cdktf.providers.azurerm.user_assigned_identity.UserAssignedIdentity;
import dev.azurepatroni.constructs.AzureLocation;
import dev.azurepatroni.constructs.internal.LogicalIds;
import dev.azurepatroni.constructs.internal.Preconditions;
import java.util.ArrayList;
import java.util.List;
import software.constructs.Construct;

/**
 * The identity of a host, and its grants. The host asks its metadata service for a token of this
 * identity, by the VM's resource group and name: both must be the identity's, or it must be the
 * VM's only one.
 *
 * <p>Creates a user-assigned identity, and a role assignment for each secret and store that it may
 * use. Required: location, name.
 */
public final class HostIdentity extends Construct {
  private static final String READER = "Key Vault Secrets User";

  private final String name;
  private final String identityId;
  private final String principalId;
  private final List<ITerraformDependable> grants = new ArrayList<>();

  private HostIdentity(Construct scope, String id, AzureLocation location, String name) {
    super(scope, id);
    this.name = name;
    UserAssignedIdentity identity =
        LogicalIds.assign(
            name,
            UserAssignedIdentity.Builder.create(this, "identity")
                .name(name)
                .resourceGroupName(location.resourceGroup())
                .location(location.region())
                .build());
    this.identityId = identity.getId();
    this.principalId = identity.getPrincipalId();
  }

  void addGrant(VaultSecret secret) {
    assignRole("reads-" + secret.name(), READER, secret.scope());
  }

  /**
   * Assigns a role to the identity. A host that is created later waits for it.
   *
   * @param label unique in the identity; ends the name of the assignment in Terraform
   * @param role Azure's name of the role
   * @param scope Azure's id of what the role is for
   */
  public void assignRole(String label, String role, String scope) {
    grants.add(
        LogicalIds.assign(
            name + "-" + label,
            RoleAssignment.Builder.create(this, label)
                .scope(scope)
                .roleDefinitionName(role)
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

  /** Builder of a {@link HostIdentity}. */
  public static final class Builder {
    private final Construct scope;
    private final String id;
    private AzureLocation location;
    private String name;

    private Builder(Construct scope, String id) {
      this.scope = scope;
      this.id = id;
    }

    /**
     * Starts a builder.
     *
     * @param scope parent construct
     * @param id unique within the scope
     * @return a builder
     */
    public static Builder create(Construct scope, String id) {
      return new Builder(scope, id);
    }

    /**
     * Sets resource group and region; required.
     *
     * @param location of its resources
     * @return this builder
     */
    public Builder location(AzureLocation location) {
      this.location = location;
      return this;
    }

    /**
     * Sets the name; required.
     *
     * @param name of the host, unique in the stack
     * @return this builder
     */
    public Builder name(String name) {
      this.name = name;
      return this;
    }

    /**
     * Creates the identity.
     *
     * @return the identity
     * @throws IllegalArgumentException if a required value is missing, naming it
     */
    public HostIdentity build() {
      Preconditions.of("HostIdentity " + id)
          .require("location", location)
          .require("name", name)
          .check();
      return new HostIdentity(scope, id, location, name);
    }
  }
}
