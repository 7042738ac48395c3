package dev.azurepatroni.constructs.internal;

import com.hashicorp.cdktf.TerraformStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.constructs.Construct;

/**
 * What an earlier configuration of a stack may have created, and this one has not: Terraform stops
 * managing it, and leaves it in Azure. Without this it would destroy it, because {@code
 * prevent_destroy} leaves the configuration together with its resource.
 */
public final class FormerResources extends Construct {
  private static final String ID = "former resources";

  private final List<Map<String, Object>> removed = new ArrayList<>();

  private FormerResources(TerraformStack stack) {
    super(stack, ID);
  }

  /**
   * Keeps resources of the given addresses. Terraform ignores an address that its state has not.
   *
   * @param scope anywhere in the stack
   * @param addresses type and logical id, joined by a dot; none may be in the configuration
   */
  public static void keep(Construct scope, List<String> addresses) {
    TerraformStack stack = TerraformStack.of(scope);
    FormerResources former =
        stack.getNode().tryFindChild(ID) instanceof FormerResources found
            ? found
            : new FormerResources(stack);
    for (String address : addresses) {
      former.removed.add(Map.of("from", address, "lifecycle", Map.of("destroy", false)));
    }
    // cdktf has no class for removed blocks; a second override replaces the first.
    stack.addOverride("removed", List.copyOf(former.removed));
  }
}
